import { byName, compare } from '../schema/order.ts';
import type {
  AutoIncrement,
  Check,
  Column,
  Deferrable,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  IndexKey,
  Key,
  QualifiedName,
  ReferentialAction,
  Schema,
  Sequence,
  Table,
  Unique,
} from '../schema/schema.ts';

/** What the queries of `catalog-queries.ts` give. */
export interface CatalogRows {
  schemas: { name: string }[];
  enums: EnumType[];
  tables: (QualifiedName & { comment: string | null; partitionBy: string | null })[];
  columns: ColumnRow[];
  sequences: SequenceRow[];
  constraints: ConstraintRow[];
  indexes: IndexRow[];
}

interface OfTable {
  schema: string;
  table: string;
  name: string;
}

interface ColumnRow extends OfTable {
  type: string;
  nullable: boolean;
  identity: '' | 'a' | 'd';
  generated: '' | 's' | 'v';
  expression: string | null;
  comment: string | null;
  enumSchema: string | null;
  enumName: string | null;
}

/** Named as the column that it belongs to. */
interface SequenceRow extends OfTable {
  regclass: string;
  sequence: Sequence;
}

interface ConstraintRow extends OfTable {
  kind: 'p' | 'u' | 'c' | 'f' | 'x';
  columns: string[];
  deferrable: boolean;
  deferred: boolean;
  notValid: boolean;
  noInherit: boolean;
  foreignSchema: string;
  foreignTable: string;
  foreignColumns: string[];
  onDelete: keyof typeof ACTIONS;
  onUpdate: keyof typeof ACTIONS;
  match: 's' | 'f' | 'p';
  /** Only of a check or an exclusion. */
  definition: string;
  include: string[] | null;
  nullsNotDistinct: boolean | null;
}

interface IndexRow extends OfTable {
  unique: boolean;
  method: string;
  invalid: boolean;
  nullsNotDistinct: boolean | null;
  where: string | null;
  parts: IndexPart[];
}

interface IndexPart {
  column: string | null;
  text: string;
  isKey: boolean;
  operatorClass: string | null;
  descending: boolean | null;
  nullsFirst: boolean | null;
}

const ACTIONS = {
  a: 'noAction',
  r: 'restrict',
  c: 'cascade',
  n: 'setNull',
  d: 'setDefault',
} as const satisfies Record<string, ReferentialAction>;

/** The catalog's rows as a Schema, in an order that does not depend on theirs. */
export function toSchema(rows: CatalogRows, isIgnored: (schema: string, table: string) => boolean): Schema {
  const isEnum = new Set(rows.enums.map(({ schema, name }) => `${schema}.${name}`));
  const columnsOf = groupByTable(rows.columns);
  const sequencesOf = groupByTable(rows.sequences);
  const constraintsOf = groupByTable(rows.constraints);
  const indexesOf = groupByTable(rows.indexes);
  const tables = rows.tables
    .filter(({ schema, name }) => !isIgnored(schema, name))
    .map((table) => {
      const key = keyOf(table.schema, table.name);
      const sequences = sequencesOf.get(key) ?? [];
      const columns = (columnsOf.get(key) ?? []).map((row) =>
        toColumn(
          row,
          isEnum,
          sequences.find(({ name }) => name === row.name),
        ),
      );
      return toTable(table, columns, constraintsOf.get(key) ?? [], indexesOf.get(key) ?? []);
    });
  return {
    schemas: rows.schemas.map(({ name }) => name).toSorted(compare),
    enums: rows.enums.map(({ schema, name, values }) => ({ schema, name, values: values ?? [] })).toSorted(byName),
    tables: tables.toSorted(byName),
  };
}

const keyOf = (schema: string, table: string): string => JSON.stringify([schema, table]);

function groupByTable<Row extends OfTable>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row.schema, row.table);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function toTable(
  { schema, name, comment, partitionBy }: CatalogRows['tables'][number],
  columns: Column[],
  constraints: ConstraintRow[],
  indexes: IndexRow[],
): Table {
  const of = (kind: ConstraintRow['kind']): ConstraintRow[] =>
    constraints.filter((row) => row.kind === kind).toSorted((a, b) => compare(a.name, b.name));
  const [primaryKey] = of('p');
  return {
    schema,
    name,
    ...(comment !== null && { comment }),
    columns,
    ...(primaryKey !== undefined && { primaryKey: toKey(primaryKey) }),
    uniques: of('u').map(toUnique),
    checks: of('c').map(toCheck),
    foreignKeys: of('f').map(toForeignKey),
    exclusions: of('x').map(toExclusion),
    indexes: indexes.toSorted((a, b) => compare(a.name, b.name)).map(toIndex),
    ...(partitionBy !== null && { partitionBy }),
  };
}

function toColumn(row: ColumnRow, isEnum: ReadonlySet<string>, owned: SequenceRow | undefined): Column {
  const { name, type, nullable, expression, comment, enumSchema, enumName, generated } = row;
  const autoIncrement = owned && toAutoIncrement(row, owned);
  const isManagedEnum = enumSchema !== null && enumName !== null && isEnum.has(`${enumSchema}.${enumName}`);
  return {
    name,
    type,
    ...(isManagedEnum && { enum: { schema: enumSchema, name: enumName } }),
    nullable,
    ...(expression !== null && generated === '' && autoIncrement?.kind !== 'serial' && { default: expression }),
    ...(expression !== null &&
      generated !== '' && {
        generated: { expression, kind: generated === 'v' ? ('virtual' as const) : ('stored' as const) },
      }),
    ...(autoIncrement !== undefined && { autoIncrement }),
    ...(comment !== null && { comment }),
  };
}

/** An owned sequence makes a column `serial` only where it is also its default. */
function toAutoIncrement(
  { identity, expression }: ColumnRow,
  { sequence, regclass }: SequenceRow,
): AutoIncrement | undefined {
  if (identity !== '') return { kind: identity === 'a' ? 'always' : 'byDefault', sequence };
  const isDefault = expression === `nextval('${regclass.replaceAll("'", "''")}'::regclass)`;
  return isDefault ? { kind: 'serial', sequence } : undefined;
}

function toKey({ name, columns, include, deferrable, deferred }: ConstraintRow): Key {
  return { name, columns, ...(include?.length && { include }), ...toDeferrable(deferrable, deferred) };
}

const toUnique = (row: ConstraintRow): Unique => ({
  ...toKey(row),
  ...(row.nullsNotDistinct === true && { nullsNotDistinct: true as const }),
});

function toDeferrable(deferrable: boolean, deferred: boolean): { deferrable?: Deferrable } {
  return deferrable ? { deferrable: deferred ? 'deferred' : 'immediate' } : {};
}

const toCheck = ({ name, definition, notValid, noInherit }: ConstraintRow): Check => ({
  name,
  expression: definition.replace(/^CHECK /, '').replace(/( NO INHERIT| NOT VALID)+$/, ''),
  ...(notValid && { notValid: true as const }),
  ...(noInherit && { noInherit: true as const }),
});

const toForeignKey = (row: ConstraintRow): ForeignKey => ({
  name: row.name,
  columns: row.columns,
  references: { schema: row.foreignSchema, name: row.foreignTable, columns: row.foreignColumns },
  onDelete: ACTIONS[row.onDelete],
  onUpdate: ACTIONS[row.onUpdate],
  ...(row.match === 'f' && { match: 'full' as const }),
  ...toDeferrable(row.deferrable, row.deferred),
  ...(row.notValid && { notValid: true as const }),
});

const toExclusion = ({ name, definition }: ConstraintRow): Exclusion => ({
  name,
  definition: definition.replace(/^EXCLUDE /, ''),
});

function toIndex({ name, unique, method, invalid, nullsNotDistinct, where, parts }: IndexRow): Index {
  const include = parts.filter(({ isKey }) => !isKey).map(({ column, text }) => column ?? text);
  return {
    name,
    unique,
    method,
    keys: parts.filter(({ isKey }) => isKey).map(toIndexKey),
    ...(include.length > 0 && { include }),
    ...(nullsNotDistinct === true && { nullsNotDistinct: true as const }),
    ...(where !== null && { where }),
    ...(invalid && { invalid: true as const }),
  };
}

/** NULLS FIRST is the default of a descending key, NULLS LAST that of an ascending one. */
function toIndexKey({ column, text, operatorClass, descending, nullsFirst }: IndexPart): IndexKey {
  const order = [
    ...(operatorClass === null ? [] : [operatorClass]),
    ...(descending ? ['DESC'] : []),
    ...(descending === nullsFirst ? [] : [nullsFirst ? 'NULLS FIRST' : 'NULLS LAST']),
  ];
  return { ...(column !== null && { column }), definition: [text, ...order].join(' ') };
}
