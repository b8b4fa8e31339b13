import type { CreateEnumStmt, CreateStmt, CreateTableAsStmt, IndexStmt, InsertStmt, SelectStmt } from 'libpg-query';
import { all, as, nameOfParts, strings, tableName } from '../postgres/parse-tree.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Index, QualifiedName, Schema, Table } from '../schema/schema.ts';
import { advanceAll } from './advance.ts';
import { columnConstraints, readColumn } from './column.ts';
import { constraintEffects } from './constraint.ts';
import { type Effect, effectOf, type Scope, tableIn, unknownTable, written } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';

/** A table that may have been there already is none that the migration makes. */
export function createTableEffects(statement: CreateStmt, scope: Scope): Effect[] {
  const { relation = {}, if_not_exists: mayBeThere = false } = statement;
  const name = tableName(relation, scope.schema);
  if (mayBeThere && tableIn(scope, name) !== undefined) return [];
  const columns = all(statement.tableElts, 'ColumnDef').map((column) => readColumn(name, column, scope));
  const known = (now: Scope): Partial<Scope> => ({
    picture: withTable(now.picture, { ...unknownTable(name), columns }),
  });
  const created: Effect = {
    hazards: [],
    next: (now) => ({ ...known(now), ...(mayBeThere ? {} : madeNew(name)(now)) }),
  };
  return [created, ...ownConstraints(name, statement, advanceAll(scope, [created]))];
}

/** In the place of one of that name, which something else than these migrations must have dropped. */
const withTable = (picture: Schema, table: Table): Schema => ({
  ...picture,
  tables: [...picture.tables.filter((other) => !isSameName(other, table)), table],
});

const madeNew =
  (name: QualifiedName, isFilled = false) =>
  ({ newTables }: Scope): Partial<Scope> => ({ newTables: [...newTables, { ...name, isFilled }] });

/** What CREATE TABLE itself says is no danger to anyone; it is only to be known. */
function ownConstraints(table: QualifiedName, { tableElts }: CreateStmt, scope: Scope): Effect[] {
  const inColumns = all(tableElts, 'ColumnDef').flatMap((column) =>
    columnConstraints(column).flatMap((constraint) => constraintEffects(table, constraint, scope, column.colname)),
  );
  const own = all(tableElts, 'Constraint').flatMap((constraint) => constraintEffects(table, constraint, scope));
  return [...inColumns, ...own].map((effect) => ({ ...effect, hazards: [] }));
}

/** Rows and all; its columns are not in the text. */
export function createTableAsEffects(
  { into, objtype, if_not_exists: mayBeThere }: CreateTableAsStmt,
  scope: Scope,
): Effect[] {
  if (into?.rel === undefined || objtype !== 'OBJECT_TABLE' || mayBeThere) return [];
  return [{ hazards: [], next: madeNew(tableName(into.rel, scope.schema), true) }];
}

export const selectIntoEffects = ({ intoClause }: SelectStmt, scope: Scope): Effect[] =>
  intoClause?.rel === undefined ? [] : [{ hazards: [], next: madeNew(tableName(intoClause.rel, scope.schema), true) }];

/** Rows from elsewhere in a table that the migration makes; rows of the text itself are there to be read. */
export function insertEffects({ relation = {}, selectStmt }: InsertStmt, scope: Scope): Effect[] {
  const name = tableName(relation, scope.schema);
  if (as(selectStmt, 'SelectStmt')?.valuesLists !== undefined) return [written(name)];
  const fill = ({ newTables }: Scope): Partial<Scope> => ({
    newTables: newTables.map((table) => (isSameName(table, name) ? { ...table, isFilled: true } : table)),
  });
  return [written(name), { hazards: [], table: name, next: fill }];
}

/** Built concurrently it holds up nobody; it needs a transaction of its own, and fails on duplicates all the same. */
export function indexEffects(statement: IndexStmt, scope: Scope): Effect[] {
  const table = tableName(statement.relation ?? {}, scope.schema);
  const built = effectOf({ op: 'addIndex', table, index: readIndex(statement) });
  if (!statement.concurrent) return [built];
  const hazards = built.hazards.filter(({ code }) => code !== 'blocks-writes');
  return [{ ...built, hazards }, ...refusedInTransaction('CREATE INDEX CONCURRENTLY', scope)];
}

const readIndex = ({
  idxname = '',
  unique = false,
  indexParams,
  nulls_not_distinct: nullsEqual,
}: IndexStmt): Index => ({
  name: idxname,
  unique,
  method: '',
  keys: all(indexParams, 'IndexElem').map(({ name }) => ({
    ...(name !== undefined && { column: name }),
    definition: '',
  })),
  ...(nullsEqual && { nullsNotDistinct: true as const }),
});

export function createEnumEffects({ typeName, vals }: CreateEnumStmt, scope: Scope): Effect[] {
  const name = nameOfParts(strings(typeName), scope.schema);
  const created = effectOf({ op: 'createEnum', enum: { ...name, values: strings(vals) } });
  return [{ ...created, next: ({ newEnums }) => ({ newEnums: [...newEnums, name] }) }];
}
