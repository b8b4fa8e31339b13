import { modelInvalid } from '../errors.ts';
import type { UnnamedObject } from '../schema/hints.ts';
import { compare } from '../schema/order.ts';
import type { AutoIncrement, Column, ForeignKey, Index, Key, Table, Unique } from '../schema/schema.ts';
import { resolveReference, type Targets } from './check-tables.ts';
import { Names } from './names.ts';
import type {
  ColumnDraft,
  ForeignKeyDraft,
  IndexDraft,
  NamedTable,
  Numbering,
  TableDraft,
  UniqueDraft,
} from './table-draft.ts';

/** What of a table is named while it is made; its foreign keys come after all tables. */
interface NamedParts {
  parts: Pick<Table, 'columns' | 'primaryKey' | 'uniques' | 'indexes'>;
  unnamed: UnnamedObject[];
}

/**
 * Gives every constraint, sequence and index the name that sync() would end with, in the order in which sync() makes
 * them: where two would have one name, the later one gets a number.
 *
 * @param tables in the order of sync()
 */
export function nameTables(tables: readonly TableDraft[], targets: Targets): NamedTable[] {
  const names = new Names();
  for (const table of tables) takeGivenNames(names, table);
  const named = tables.map((table) => ({ table, ...nameParts(names, table) }));
  return named.map(({ table, ...own }) => withForeignKeys(names, targets, table, own));
}

function withForeignKeys(names: Names, targets: Targets, table: TableDraft, own: NamedParts): NamedTable {
  const { schema, name, comment, checks, exclusions } = table;
  const foreignKeys = table.foreignKeys.map((key) => nameForeignKey(names, targets, table, key));
  return {
    table: {
      schema,
      name,
      ...(comment !== undefined && { comment }),
      ...own.parts,
      checks: checks.toSorted(byOwnName),
      exclusions: exclusions.toSorted(byOwnName),
      foreignKeys: foreignKeys.map(({ key }) => key).toSorted(byOwnName),
    },
    unnamed: [...own.unnamed, ...foreignKeys.filter(({ named }) => !named).map(({ key }) => inTable(table, key.name))],
  };
}

const byOwnName = (a: { name: string }, b: { name: string }): number => compare(a.name, b.name);

const inTable = ({ schema, name: table }: TableDraft, name: string): UnnamedObject => ({ schema, table, name });

/**
 * Names that the models give come before those that PostgreSQL chooses. A constraint's is its own within its table; one
 * that is an index too shares its name with no other index or table of the schema.
 */
function takeGivenNames(names: Names, table: TableDraft): void {
  const { uniques, checks, exclusions, foreignKeys } = table;
  const own = new Set<string>();
  for (const { name } of [...uniques, ...checks, ...exclusions, ...foreignKeys]) {
    if (name === undefined) continue;
    if (own.has(name)) throw nameTaken(table, 'constraint', name);
    own.add(name);
    names.takeConstraint(table.schema, name);
  }
  for (const { name } of [...uniques, ...exclusions]) {
    if (name !== undefined && !names.takeRelation(table.schema, name)) throw nameTaken(table, 'constraint', name);
  }
}

const nameTaken = ({ models, schema }: TableDraft, kind: 'constraint' | 'index', name: string): Error =>
  modelInvalid(
    models.join(' and '),
    `the ${kind} ${name}`,
    `the schema ${schema} has something else of that name, and PostgreSQL takes a name once (its first 63 bytes count)`,
    `give the ${kind} a name of its own`,
  );

/** Sequences are made before their table, its indexes after it. */
function nameParts(names: Names, table: TableDraft): NamedParts {
  const columns = table.columns.map((column) => nameSequence(names, table, column));
  names.takeRelation(table.schema, table.name);
  const primaryKey = namePrimaryKey(names, table);
  const uniques = nameUniques(names, table);
  const indexes = takeIndexes(names, table, [primaryKey, ...uniques]);
  const chosen = [
    ...columns.flatMap(({ autoIncrement }) => autoIncrement?.sequence.name ?? []),
    ...(primaryKey === undefined ? [] : [primaryKey.name]),
    ...uniques.map(({ name }) => name).filter((name) => !table.uniques.some((unique) => unique.name === name)),
    ...indexes.filter(({ named }) => !named).map(({ name }) => name),
  ];
  return {
    parts: {
      columns,
      ...(primaryKey !== undefined && { primaryKey }),
      uniques: uniques.toSorted(byOwnName),
      indexes: indexes.map(toIndex).toSorted(byOwnName),
    },
    unnamed: chosen.map((name) => inTable(table, name)),
  };
}

/**
 * sync() makes no index of a name that a constraint of the table has already: models that were generated out of a
 * database list the indexes of its constraints too.
 */
function takeIndexes(names: Names, table: TableDraft, keys: readonly (Key | undefined)[]): IndexDraft[] {
  const constraints = new Set([...keys, ...table.exclusions].map((constraint) => constraint?.name));
  const indexes = table.indexes.filter(({ name }) => !constraints.has(name));
  const twin = indexes.find(({ name }) => !names.takeRelation(table.schema, name));
  if (twin !== undefined) throw nameTaken(table, 'index', twin.name);
  return indexes;
}

function nameSequence(
  names: Names,
  table: TableDraft,
  { attribute: _attribute, numbering, ...column }: ColumnDraft,
): Column {
  if (numbering === undefined) return column;
  const name = names.sequence(table.schema, table.name, column.name);
  const sequence = {
    schema: table.schema,
    name,
    type: column.type,
    cycle: false,
    ...sequenceNumbers(column, numbering),
  };
  return { ...column, autoIncrement: { kind: numbering.kind, sequence } };
}

const BITS: Partial<Record<string, bigint>> = { smallint: 15n, integer: 31n, bigint: 63n };

/** PostgreSQL's bounds: from 1 upwards, or from -1 downwards. */
function sequenceNumbers(
  { type }: Pick<Column, 'type'>,
  { start, increment }: Numbering,
): Pick<AutoIncrement['sequence'], 'start' | 'increment' | 'minimum' | 'maximum'> {
  const limit = 2n ** (BITS[type] ?? 63n);
  const [minimum, maximum] = increment > 0n ? [1n, limit - 1n] : [-limit, -1n];
  return { start: String(start), increment: String(increment), minimum: String(minimum), maximum: String(maximum) };
}

function namePrimaryKey(names: Names, { schema, name, primaryKey }: TableDraft): Key | undefined {
  if (primaryKey.length === 0) return undefined;
  return { name: names.key(schema, name, undefined, 'pkey'), columns: primaryKey };
}

/** PostgreSQL makes no unique of its own over the columns of the primary key. */
function nameUniques(names: Names, { schema, name: table, primaryKey, uniques }: TableDraft): Unique[] {
  const own = uniques.filter((unique) => unique.nullsNotDistinct || unique.name || !isOver(unique, primaryKey));
  return own.map((unique) => ({ ...unique, name: unique.name ?? names.key(schema, table, unique.columns, 'key') }));
}

const isOver = ({ columns }: UniqueDraft, primaryKey: readonly string[]): boolean =>
  JSON.stringify(columns) === JSON.stringify(primaryKey);

const toIndex = ({ named: _named, whereColumns: _columns, ...index }: IndexDraft): Index => index;

function nameForeignKey(
  names: Names,
  targets: Targets,
  table: TableDraft,
  draft: ForeignKeyDraft,
): { key: ForeignKey; named: boolean } {
  const { name, model: _model, part: _part, references: _draft, ...key } = draft;
  const references = resolveReference(targets, table, draft);
  const chosen = name ?? names.foreignKey(table.schema, table.name, draft.columns);
  return { key: { name: chosen, ...key, references }, named: name !== undefined };
}
