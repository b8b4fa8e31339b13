import { retypedIdentity } from './apply-column.ts';
import { isEqual } from './comparable.ts';
import { plainNames } from './expression.ts';
import type { ColumnType, Operation } from './operation.ts';
import type { AutoIncrement, Column, QualifiedName } from './schema.ts';
import { conversion, staysInFamily } from './type-change.ts';
import { without } from './without.ts';

/** @param using how old values become new ones, where the user has said it */
export function diffColumn(table: QualifiedName, from: Column, to: Column, using: string | undefined): Operation[] {
  if (isEqual(from, to)) return [];
  if (isMadeAnew(from, to)) return makeAnew(table, from, to);
  const plain = from.generated !== undefined && to.generated === undefined ? without(from, 'generated') : from;
  return [
    ...(plain === from ? [] : [{ op: 'dropGenerated' as const, table, from, to: plain, dependents: [] }]),
    ...diffType(table, plain, to, using),
    ...diffNumbering(table, plain, to),
    ...diffNullable(table, plain, to),
    ...diffComment(table, plain, to, to.name),
  ];
}

/** No version before 17 can change a generated column's expression, and none can make a column generated. */
const isMadeAnew = (from: Column, to: Column): boolean =>
  to.generated !== undefined && (!isEqual(from.generated, to.generated) || isRetyped(from, to));

/** Back from generated leads only to a column that is the same but for the expression. */
function makeAnew(table: QualifiedName, from: Column, to: Column): Operation[] {
  const isTurnable = from.generated !== undefined || isEqual(from, without(to, 'generated'));
  if (isTurnable) return [{ op: 'setGenerated', table, from, to, dependents: [] }];
  return [
    { op: 'dropColumn', table, column: from },
    { op: 'addColumn', table, column: to },
  ];
}

const typeOf = ({ type, enum: name }: Column): ColumnType => ({ type, ...(name !== undefined && { enum: name }) });

const isRetyped = (from: Column, to: Column): boolean => plainNames(from.type) !== plainNames(to.type);

/** A default that PostgreSQL may not be able to convert goes out of the way of a type change. */
function diffType(table: QualifiedName, from: Column, to: Column, using: string | undefined): Operation[] {
  const place = { table, column: to.name };
  if (!isRetyped(from, to)) return diffDefault(place, from.default, to.default);
  const alter = alterType(place, typeOf(from), typeOf(to), using);
  if (staysInFamily(from.type, to.type)) return [alter, ...diffDefault(place, from.default, to.default)];
  return [...diffDefault(place, from.default, undefined), alter, ...diffDefault(place, undefined, to.default)];
}

interface Place {
  table: QualifiedName;
  column: string;
}

function alterType(place: Place, from: ColumnType, to: ColumnType, using: string | undefined): Operation {
  const way = conversion(place.column, from, to);
  const expression = using ?? (way.kind === 'using' ? way.using : undefined);
  return { op: 'alterType', ...place, from, to, ...(expression !== undefined && { using: expression }) };
}

function diffDefault(place: Place, from: string | undefined, to: string | undefined): Operation[] {
  if (from !== undefined && to !== undefined && plainNames(from) === plainNames(to)) return [];
  if (to !== undefined) return [{ op: 'setDefault', ...place, ...(from !== undefined && { from }), to }];
  return from === undefined ? [] : [{ op: 'dropDefault', ...place, from }];
}

function diffNumbering(table: QualifiedName, from: Column, to: Column): Operation[] {
  const place = { table, column: to.name };
  const [was, wanted] = [from.autoIncrement, to.autoIncrement];
  if (was !== undefined && wanted !== undefined && isSerial(was) === isSerial(wanted)) {
    const retyped = isRetyped(from, to) ? retypedIdentity(was, to.type) : was;
    return isEqual(retyped, wanted) ? [] : [alterNumbering(place, retyped, wanted)];
  }
  return [
    ...(was === undefined
      ? []
      : [
          {
            op: isSerial(was) ? ('dropAutoIncrement' as const) : ('dropIdentity' as const),
            ...place,
            autoIncrement: was,
          },
        ]),
    ...(wanted === undefined
      ? []
      : [
          {
            op: isSerial(wanted) ? ('addAutoIncrement' as const) : ('addIdentity' as const),
            ...place,
            autoIncrement: wanted,
          },
        ]),
  ];
}

const isSerial = ({ kind }: AutoIncrement): boolean => kind === 'serial';

const alterNumbering = (place: Place, from: AutoIncrement, to: AutoIncrement): Operation =>
  isSerial(to)
    ? { op: 'alterSequence', ...place, from: from.sequence, to: to.sequence }
    : { op: 'alterIdentity', ...place, from, to };

function diffNullable(table: QualifiedName, from: Column, to: Column): Operation[] {
  if (from.nullable === to.nullable) return [];
  return [{ op: to.nullable ? 'dropNotNull' : 'setNotNull', table, column: to.name }];
}

/** @param column the column's name; the comment is the table's without it */
export function diffComment(
  table: QualifiedName,
  { comment: from }: { comment?: string },
  { comment: to }: { comment?: string },
  column?: string,
): Operation[] {
  if (from === to) return [];
  const place = { table, ...(column !== undefined && { column }) };
  if (to !== undefined) return [{ op: 'setComment', ...place, ...(from !== undefined && { from }), to }];
  return from === undefined ? [] : [{ op: 'dropComment', ...place, from }];
}
