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
  columns: ColumnRow[];
  constraints: ConstraintRow[];
  indexes: IndexRow[];
}

interface TableRow extends QualifiedName {
  comment: string | null;
  partitionBy: string | null;
  unlogged: boolean;
  inherits: QualifiedName[] | null;
}

interface OfTable {
  schema: string;
  table: string;
  name: string;
}

interface ColumnRow extends OfTable {
  type: string;
  nullable: boolean;
  unvalidatedNotNull: string | null;
  identity: '' | 'a' | 'd';
  generated: '' | 's' | 'v';
  expression: string | null;
  comment: string | null;
  enumSchema: string | null;
  enumName: string | null;
  sequence: (Omit<Sequence, 'cache'> & { regclass: string; cache: string | null }) | null;
}

interface ConstraintRow extends OfTable {
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
  const isEnum = new Set(rows.enums.map(({ schema, name }) => `${schema}.${name}`));
  const columnsOf = groupByTable(rows.columns);
  const constraintsOf = groupByTable(rows.constraints);
  const indexesOf = groupByTable(rows.indexes);
  const tables = rows.tables
    .filter(({ schema, name }) => !isIgnored(schema, name))
    .map((table) => {
      const key = keyOf(table.schema, table.name);
      const columns = (columnsOf.get(key) ?? []).map((row) => toColumn(row, isEnum));
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
  { schema, name, comment, partitionBy, unlogged, inherits }: TableRow,
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
    ...(unlogged && { unlogged: true as const }),
    ...(inherits !== null && { inherits }),
  };
}

function toColumn(row: ColumnRow, isEnum: ReadonlySet<string>): Column {
  const { name, type, nullable, expression, comment, enumSchema, enumName, generated, unvalidatedNotNull } = row;
  const autoIncrement = toAutoIncrement(row);
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
    ...(comment !== null && { comment }),
  };
}

/** An owned sequence makes a column `serial` only where it is also its default. */
function toAutoIncrement({ identity, sequence, expression }: ColumnRow): AutoIncrement | undefined {
  if (sequence === null) return undefined;
  const { regclass, cache, ...numbers } = sequence;
  const own = { ...numbers, ...(cache !== null && { cache }) };
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
