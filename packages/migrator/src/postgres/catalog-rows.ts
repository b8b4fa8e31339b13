import { byName, compare } from '../schema/order.ts';
import { quoteLiteral } from '../schema/quote.ts';
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
  tables: TableRow[];
  comments: CommentRow[];
  /** Those of a table in their order. */
  columns: ColumnRow[];
  sequences: SequenceRow[];
  constraints: ConstraintRow[];
  indexes: IndexRow[];
}

interface TableRow extends QualifiedName {
  /** Its oid. */
  relation: number;
  partitionBy: string | null;
  unlogged: boolean;
  inherits: QualifiedName[] | null;
}

interface OfTable {
  relation: number;
}

/** `number` is a column's, or 0 for the table. */
interface CommentRow extends OfTable {
  number: number;
  comment: string;
}

interface ColumnRow extends OfTable {
  number: number;
  name: string;
  type: string;
  nullable: boolean;
  unvalidatedNotNull: string | null;
  identity: '' | 'a' | 'd';
  generated: '' | 's' | 'v';
  expression: string | null;
  enumSchema: string | null;
  enumName: string | null;
}

/** Named as the column that it belongs to. */
interface SequenceRow extends OfTable {
  name: string;
  regclass: string;
  isInternal: boolean;
  cache: string | null;
  sequence: Omit<Sequence, 'cache'>;
}

interface ConstraintRow extends OfTable {
  name: string;
  kind: 'p' | 'u' | 'c' | 'f' | 'x';
  columns: string[];
  deferrable: boolean;
  deferred: boolean;
  notValid: boolean;
  noInherit: boolean;
  /** Null before PostgreSQL 18; so is `period`. */
  enforced: boolean | null;
  period: boolean | null;
  foreignSchema: string;
  foreignTable: string;
  foreignColumns: string[];
  onDeleteColumns: string[] | null;
  onDelete: keyof typeof ACTIONS;
  onUpdate: keyof typeof ACTIONS;
  match: 's' | 'f' | 'p';
  /** Only of a check or an exclusion. */
  definition: string;
  include: string[] | null;
  nullsNotDistinct: boolean | null;
}

/** One of its columns. */
interface IndexRow extends OfTable, IndexPart {
  name: string;
  unique: boolean;
  method: string;
  invalid: boolean;
  nullsNotDistinct: boolean | null;
  where: string | null;
  /** From 1. */
  position: number;
}

interface IndexPart {
  column: string | null;
  text: string;
  isKey: boolean;
  collation: string | null;
  operatorClass: string | null;
  /** Of the operator class: `siglen=100`. */
  parameters: string[] | null;
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
  const tables = rows.tables.filter(({ schema, name }) => !isIgnored(schema, name));
  const toTableOf = tableMaker(rows);
  return {
    schemas: rows.schemas.map(({ name }) => name).toSorted(compare),
    enums: rows.enums.map(({ schema, name, values }) => ({ schema, name, values: values ?? [] })).toSorted(byName),
    tables: tables.map(toTableOf).toSorted(byName),
  };
}

function tableMaker(rows: CatalogRows): (table: TableRow) => Table {
  const isEnum = new Set(rows.enums.map(({ schema, name }) => `${schema}.${name}`));
  const [columns, sequences, comments] = [byTable(rows.columns), byTable(rows.sequences), byTable(rows.comments)];
  const [constraints, indexes] = [byTable(rows.constraints), byTable(rows.indexes)];
  return (table) => {
    const { relation } = table;
    const owned = sequences.get(relation) ?? [];
    const said = new Map(comments.get(relation)?.map(({ number, comment }) => [number, comment]));
    return toTable(table, {
      comment: said.get(0),
      columns: (columns.get(relation) ?? []).map((row) =>
        toColumn(row, isEnum, { comment: said.get(row.number), owned: sequenceOf(row, owned) }),
      ),
      constraints: constraints.get(relation) ?? [],
      indexes: indexes.get(relation) ?? [],
    });
  };
}

function byTable<Row extends OfTable>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.relation);
    if (group === undefined) groups.set(row.relation, [row]);
    else group.push(row);
  }
  return groups;
}

interface TableParts {
  comment: string | undefined;
  columns: Column[];
  constraints: readonly ConstraintRow[];
  indexes: readonly IndexRow[];
}

function toTable(
  { schema, name, partitionBy, unlogged, inherits }: TableRow,
  { comment, columns, constraints, indexes }: TableParts,
): Table {
  const of = (kind: ConstraintRow['kind']): ConstraintRow[] =>
    constraints.filter((row) => row.kind === kind).toSorted((a, b) => compare(a.name, b.name));
  const [primaryKey] = of('p');
  return {
    schema,
    name,
    ...(comment !== undefined && { comment }),
    columns,
    ...(primaryKey !== undefined && { primaryKey: toKey(primaryKey) }),
    uniques: of('u').map(toUnique),
    checks: of('c').map(toCheck),
    foreignKeys: of('f').map(toForeignKey),
    exclusions: of('x').map(toExclusion),
    indexes: toIndexes(indexes),
    ...(partitionBy !== null && { partitionBy }),
    ...(unlogged && { unlogged: true as const }),
    ...(inherits !== null && { inherits }),
  };
}

/** A column may own more than the one that numbers it: an identity's, or that of its default. */
function sequenceOf({ name, expression }: ColumnRow, sequences: readonly SequenceRow[]): SequenceRow | undefined {
  const owned = sequences.filter((sequence) => sequence.name === name);
  const isDefault = ({ regclass }: SequenceRow): boolean => expression?.includes(quoteLiteral(regclass)) === true;
  return owned.find(({ isInternal }) => isInternal) ?? owned.find(isDefault) ?? owned[0];
}

function toColumn(
  row: ColumnRow,
  isEnum: ReadonlySet<string>,
  { comment, owned }: { comment: string | undefined; owned: SequenceRow | undefined },
): Column {
  const { name, type, nullable, expression, enumSchema, enumName, generated, unvalidatedNotNull } = row;
  const autoIncrement = owned && toAutoIncrement(row, owned);
  const isManagedEnum = enumSchema !== null && enumName !== null && isEnum.has(`${enumSchema}.${enumName}`);
  return {
    name,
    type,
    ...(isManagedEnum && { enum: { schema: enumSchema, name: enumName } }),
    nullable,
    ...(unvalidatedNotNull !== null && { unvalidatedNotNull }),
    ...(expression !== null && generated === '' && autoIncrement?.kind !== 'serial' && { default: expression }),
    ...(expression !== null &&
      generated !== '' && {
        generated: { expression, kind: generated === 'v' ? ('virtual' as const) : ('stored' as const) },
      }),
    ...(autoIncrement !== undefined && { autoIncrement }),
    ...(comment !== undefined && { comment }),
  };
}

/** An owned sequence makes a column `serial` only where it is also its default. */
function toAutoIncrement(
  { identity, expression }: ColumnRow,
  { sequence, regclass, cache }: SequenceRow,
): AutoIncrement | undefined {
  const own = { ...sequence, ...(cache !== null && { cache }) };
  if (identity !== '') return { kind: identity === 'a' ? 'always' : 'byDefault', sequence: own };
  const isDefault = expression === `nextval('${regclass.replaceAll("'", "''")}'::regclass)`;
  return isDefault ? { kind: 'serial', sequence: own } : undefined;
}

function toKey({ name, columns, include, deferrable, deferred, period }: ConstraintRow): Key {
  return {
    name,
    columns,
    ...(include?.length && { include }),
    ...toDeferrable(deferrable, deferred),
    ...(period === true && { withoutOverlaps: true as const }),
  };
}

const toUnique = (row: ConstraintRow): Unique => ({
  ...toKey(row),
  ...(row.nullsNotDistinct === true && { nullsNotDistinct: true as const }),
});

function toDeferrable(deferrable: boolean, deferred: boolean): { deferrable?: Deferrable } {
  return deferrable ? { deferrable: deferred ? 'deferred' : 'immediate' } : {};
}

/** What is not enforced is not valid either. */
const toValidity = ({
  enforced,
  notValid,
}: Pick<ConstraintRow, 'enforced' | 'notValid'>): { notEnforced?: true; notValid?: true } =>
  enforced === false ? { notEnforced: true } : notValid ? { notValid: true } : {};

const toCheck = ({ name, definition, noInherit, ...row }: ConstraintRow): Check => ({
  name,
  expression: definition.replace(/^CHECK /, '').replace(/( NO INHERIT| NOT VALID| NOT ENFORCED)+$/, ''),
  ...toValidity(row),
  ...(noInherit && { noInherit: true as const }),
});

const toForeignKey = (row: ConstraintRow): ForeignKey => ({
  name: row.name,
  columns: row.columns,
  references: { schema: row.foreignSchema, name: row.foreignTable, columns: row.foreignColumns },
  onDelete: ACTIONS[row.onDelete],
  onUpdate: ACTIONS[row.onUpdate],
  ...(row.onDeleteColumns !== null && { onDeleteColumns: row.onDeleteColumns }),
  ...(row.match === 'f' && { match: 'full' as const }),
  ...toDeferrable(row.deferrable, row.deferred),
  ...toValidity(row),
  ...(row.period === true && { period: true as const }),
});

const toExclusion = ({ name, definition }: ConstraintRow): Exclusion => ({
  name,
  definition: definition.replace(/^EXCLUDE /, ''),
});

function toIndexes(rows: readonly IndexRow[]): Index[] {
  const parts = new Map<string, IndexRow[]>();
  for (const row of rows) parts.set(row.name, [...(parts.get(row.name) ?? []), row]);
  const indexes = [...parts.values()].map((own) => toIndex(own.toSorted((a, b) => a.position - b.position)));
  return indexes.toSorted((a, b) => compare(a.name, b.name));
}

/** @param parts in their order */
function toIndex(parts: readonly IndexRow[]): Index {
  const { name, unique, method, invalid, nullsNotDistinct, where } = parts[0] as IndexRow;
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
function toIndexKey(part: IndexPart): IndexKey {
  const { column, text, collation, operatorClass, parameters, descending, nullsFirst } = part;
  const order = [
    ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ...(operatorClass === null ? [] : [operatorClass]),
    ...(parameters === null ? [] : [`(${parameters.map(toParameter).join(', ')})`]),
    ...(descending ? ['DESC'] : []),
    ...(descending === nullsFirst ? [] : [nullsFirst ? 'NULLS FIRST' : 'NULLS LAST']),
  ];
  return { ...(column !== null && { column }), definition: [text, ...order].join(' ') };
}

function toParameter(parameter: string): string {
  const at = parameter.indexOf('=');
  return `${parameter.slice(0, at)}=${quoteLiteral(parameter.slice(at + 1))}`;
}
