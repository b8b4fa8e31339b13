import { objectName } from './object-name.ts';
import { quoteIdentifier, quoteList, quoteLiteral, quoteName } from './quote.ts';
import type {
  AutoIncrement,
  Check,
  Column,
  Deferrable,
  EnumType,
  Exclusion,
  ForeignKey,
  Index,
  Key,
  QualifiedName,
  ReferentialAction,
  Schema,
  Sequence,
  Table,
  Unique,
} from './schema.ts';

/** Every database begins with this schema, so a script can say only by a word that it is not to be there. */
export const WITHOUT_PUBLIC = '-- without the schema public\n';

/**
 * The whole schema as one script for an empty database. What it makes reads back as the same Schema, but for what no
 * statement makes: an index that is not valid, and the want of `public`; these are said in a comment, so that the texts of
 * two schemas that differ differ. The order is fixed, and foreign keys come last, so that cycles need no thought.
 */
export function schemaSql({ schemas, enums, tables }: Schema): string {
  const statements = [
    ...schemas.filter((name) => name !== 'public').map((name) => `CREATE SCHEMA ${quoteIdentifier(name)};`),
    ...enums.map(createEnum),
    ...tables.flatMap((table) => [
      createTable(table),
      ...unvalidated(table),
      ...table.indexes.map((index) => `${index.invalid ? INVALID : ''}${createIndex(table, index)}`),
      ...tableComments(table),
    ]),
    ...tables.flatMap(inheritances),
    ...tables.flatMap((table) => table.foreignKeys.map((key) => addConstraint(table, key.name, foreignKeyBody(key)))),
  ];
  const script = statements.map((statement) => `${statement}\n`).join('\n');
  return schemas.includes('public') ? script : `${WITHOUT_PUBLIC}${script}`;
}

const INVALID = '-- not valid: left by a CREATE INDEX CONCURRENTLY that was cut\n';

export const createEnum = (type: EnumType): string =>
  `CREATE TYPE ${quoteName(type)} AS ENUM (${type.values.map(quoteLiteral).join(', ')});`;

/** PostgreSQL takes a NOT VALID that stands in CREATE TABLE for validated: the table has no rows yet. */
export const unvalidated = (table: Table): string[] => [
  ...table.checks.filter(({ notValid }) => notValid).map((check) => addConstraint(table, check.name, checkBody(check))),
  ...table.columns.flatMap((column) => unvalidatedNotNull(table, column)),
];

const unvalidatedNotNull = (table: QualifiedName, { name, unvalidatedNotNull: constraint }: Column): string[] =>
  constraint === undefined ? [] : [addConstraint(table, constraint, `NOT NULL ${quoteIdentifier(name)} NOT VALID`)];

/** As statements of their own, the tables may be made in any order. */
export const inheritances = ({ inherits = [], ...table }: Table): string[] =>
  inherits.map((parent) => `ALTER TABLE ${quoteName(table)} INHERIT ${quoteName(parent)};`);

/**
 * The table with its own sequences and every constraint but NOT VALID ones; with those foreign keys that are given.
 */
export function createTable(table: Table, foreignKeys: readonly ForeignKey[] = []): string {
  const { primaryKey, uniques, checks, exclusions, partitionBy } = table;
  const named = (name: string, body: string): string => `CONSTRAINT ${quoteIdentifier(name)} ${body}`;
  const lines = [
    ...table.columns.map((column) => columnSql(table, column)),
    ...(primaryKey === undefined ? [] : [named(primaryKey.name, `PRIMARY KEY ${keyBody(primaryKey)}`)]),
    ...uniques.map((unique) => named(unique.name, uniqueBody(unique))),
    ...checks.filter(({ notValid }) => !notValid).map((check) => named(check.name, checkBody(check))),
    ...exclusions.map((exclusion) => named(exclusion.name, exclusionBody(exclusion))),
    ...foreignKeys.map((key) => named(key.name, foreignKeyBody(key))),
  ];
  const partition = partitionBy === undefined ? '' : ` PARTITION BY ${partitionBy}`;
  const create = `CREATE ${table.unlogged ? 'UNLOGGED ' : ''}TABLE ${quoteName(table)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)${partition};`;
  return [
    ...ownSequences(table, table.columns).map(createSequence),
    create,
    ...ownSequences(table, table.columns).map(({ owner, ...sequence }) => ownSequence(sequence, owner)),
    ...table.columns.flatMap((column) => retypedIdentity(column)),
  ].join('\n');
}

/** A column as CREATE TABLE and ADD COLUMN take it. */
export function columnSql(table: QualifiedName, column: Column): string {
  const { name, type, nullable, generated, autoIncrement } = column;
  const parts = [
    quoteIdentifier(name),
    isPlainSerial(table, column) ? SERIAL[type] : type,
    ...(generated === undefined
      ? []
      : [`GENERATED ALWAYS AS ${parenthesize(generated.expression)} ${generated.kind.toUpperCase()}`]),
    ...identitySql(table, column),
    ...(nullable || (autoIncrement !== undefined && isPlainSerial(table, column)) ? [] : ['NOT NULL']),
    ...defaultSql(table, column),
  ];
  return parts.join(' ');
}

const SERIAL: Partial<Record<string, string>> = { smallint: 'smallserial', integer: 'serial', bigint: 'bigserial' };

const LARGEST: Partial<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
};

/** Whether `serial` says it all: the sequence has the name and the numbers that PostgreSQL would choose. */
function isPlainSerial(table: QualifiedName, { name, type, autoIncrement, nullable }: Column): boolean {
  return (
    autoIncrement?.kind === 'serial' &&
    !nullable &&
    SERIAL[type] !== undefined &&
    isUsual(table, name, type, autoIncrement)
  );
}

function isUsual(table: QualifiedName, column: string, type: string, { sequence }: AutoIncrement): boolean {
  return isUsualName(table, column, sequence) && sequence.type === type && sequenceOptions(sequence).length === 0;
}

/** Whether it is the name that PostgreSQL would choose. */
const isUsualName = (table: QualifiedName, column: string, { schema, name }: Sequence): boolean =>
  schema === table.schema && name === objectName(table.name, column, 'seq');

/** What differs from a plain `CREATE SEQUENCE … AS type`. */
export function sequenceOptions({ type, start, increment, minimum, maximum, cycle, cache }: Sequence): string[] {
  return [
    ...(increment === '1' ? [] : [`INCREMENT BY ${increment}`]),
    ...(minimum === '1' ? [] : [`MINVALUE ${minimum}`]),
    ...(maximum === LARGEST[type] ? [] : [`MAXVALUE ${maximum}`]),
    // Without a word it starts at its bound.
    ...(start === '1' && minimum === '1' && !increment.startsWith('-') ? [] : [`START WITH ${start}`]),
    ...(cycle ? ['CYCLE'] : []),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
  ];
}

function identitySql(table: QualifiedName, { name, type, autoIncrement }: Column): string[] {
  if (autoIncrement === undefined || autoIncrement.kind === 'serial') return [];
  const { kind, sequence } = autoIncrement;
  const largest = LARGEST[type];
  // What is for its own type only is said when it has it (retypedIdentity).
  const clause =
    sequence.type === type || largest === undefined
      ? autoIncrement
      : { kind, sequence: { ...sequence, type, minimum: '1', maximum: largest, start: '1' } };
  // Its name tells whose the ALTER SEQUENCE behind it is.
  return [identityClause(clause, sequence.type !== type || !isUsualName(table, name, sequence))];
}

/** An identity column takes no type for its sequence: one that is not the column's comes behind, with what depends on it. */
export function retypedIdentity({ type, autoIncrement }: Pick<Column, 'type' | 'autoIncrement'>): string[] {
  if (autoIncrement === undefined || autoIncrement.kind === 'serial') return [];
  const { sequence } = autoIncrement;
  if (sequence.type === type) return [];
  const bounds = `MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum} START WITH ${sequence.start}`;
  return [`ALTER SEQUENCE ${quoteName(sequence)} AS ${sequence.type} ${bounds};`];
}

/** @param isNamed whether the sequence's name has to be said */
export function identityClause({ kind, sequence }: AutoIncrement, isNamed = true): string {
  const options = [...(isNamed ? [`SEQUENCE NAME ${quoteName(sequence)}`] : []), ...sequenceOptions(sequence)];
  const list = options.length === 0 ? '' : ` (${options.join(' ')})`;
  return `GENERATED ${kind === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${list}`;
}

function defaultSql(table: QualifiedName, column: Column): string[] {
  const { autoIncrement } = column;
  if (autoIncrement?.kind === 'serial' && !isPlainSerial(table, column)) {
    return [`DEFAULT nextval(${quoteLiteral(quoteName(autoIncrement.sequence))}::regclass)`];
  }
  return column.default === undefined ? [] : [`DEFAULT ${column.default}`];
}

type OwnSequence = Sequence & { owner: string };

/** The sequences that `serial` can't say. */
function ownSequences(table: QualifiedName, columns: readonly Column[]): OwnSequence[] {
  return columns.flatMap((column) =>
    column.autoIncrement?.kind === 'serial' && !isPlainSerial(table, column)
      ? [{ ...column.autoIncrement.sequence, owner: `${quoteName(table)}.${quoteIdentifier(column.name)}` }]
      : [],
  );
}

/** A column for a table that is there. */
export const addColumn = (table: QualifiedName, column: Column): string[] => [
  ...ownSequences(table, [column]).map(createSequence),
  `ALTER TABLE ${quoteName(table)} ADD COLUMN ${columnSql(table, column)};`,
  ...unvalidatedNotNull(table, column),
  ...ownSequences(table, [column]).map(({ owner, ...sequence }) => ownSequence(sequence, owner)),
  ...retypedIdentity(column),
];

export function createSequence(sequence: Sequence): string {
  return `${[`CREATE SEQUENCE ${quoteName(sequence)} AS ${sequence.type}`, ...sequenceOptions(sequence)].join(' ')};`;
}

export const ownSequence = (sequence: QualifiedName, owner: string): string =>
  `ALTER SEQUENCE ${quoteName(sequence)} OWNED BY ${owner};`;

export const keyBody = ({ columns, include, deferrable, withoutOverlaps }: Key): string =>
  [
    `(${quoteList(columns)}${withoutOverlaps ? ' WITHOUT OVERLAPS' : ''})`,
    ...includeSql(include),
    ...deferrableSql(deferrable),
  ].join(' ');

export const uniqueBody = (unique: Unique): string =>
  `UNIQUE ${unique.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : ''}${keyBody(unique)}`;

export const checkBody = ({ expression, noInherit, notValid, notEnforced }: Check): string =>
  [
    'CHECK',
    expression,
    ...(noInherit ? ['NO INHERIT'] : []),
    ...(notValid ? ['NOT VALID'] : []),
    ...(notEnforced ? ['NOT ENFORCED'] : []),
  ].join(' ');

export const exclusionBody = ({ definition }: Exclusion): string => `EXCLUDE ${definition}`;

const ACTIONS: Record<ReferentialAction, string> = {
  noAction: 'NO ACTION',
  restrict: 'RESTRICT',
  cascade: 'CASCADE',
  setNull: 'SET NULL',
  setDefault: 'SET DEFAULT',
};

export function foreignKeyBody({
  columns,
  references,
  match,
  onDelete,
  onUpdate,
  onDeleteColumns,
  deferrable,
  notValid,
  notEnforced,
  period,
}: ForeignKey): string {
  const set = onDeleteColumns === undefined ? '' : ` (${quoteList(onDeleteColumns)})`;
  return [
    `FOREIGN KEY (${keyList(columns, period)}) REFERENCES ${quoteName(references)} (${keyList(references.columns, period)})`,
    ...(match === 'full' ? ['MATCH FULL'] : []),
    ...(onDelete === 'noAction' ? [] : [`ON DELETE ${ACTIONS[onDelete]}${set}`]),
    ...(onUpdate === 'noAction' ? [] : [`ON UPDATE ${ACTIONS[onUpdate]}`]),
    ...deferrableSql(deferrable),
    ...(notValid ? ['NOT VALID'] : []),
    ...(notEnforced ? ['NOT ENFORCED'] : []),
  ].join(' ');
}

const keyList = (columns: readonly string[], period: true | undefined): string =>
  period ? [quoteList(columns.slice(0, -1)), `PERIOD ${quoteList(columns.slice(-1))}`].join(', ') : quoteList(columns);

export const addConstraint = (table: QualifiedName, name: string, body: string): string =>
  `ALTER TABLE ${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(name)} ${body};`;

export function createIndex(
  table: QualifiedName,
  { name, unique, method, keys, include, nullsNotDistinct, where }: Index,
): string {
  const parts = [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteIdentifier(name)} ON ${quoteName(table)} USING ${method}`,
    `(${keys.map(({ definition }) => definition).join(', ')})`,
    ...includeSql(include),
    ...(nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(where === undefined ? [] : [`WHERE ${where}`]),
  ];
  return `${parts.join(' ')};`;
}

const includeSql = (include: readonly string[] | undefined): string[] =>
  include === undefined ? [] : [`INCLUDE (${quoteList(include)})`];

const deferrableSql = (deferrable: Deferrable | undefined): string[] =>
  deferrable === undefined ? [] : [`DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`];

export function tableComments(table: Table): string[] {
  const own =
    table.comment === undefined ? [] : [`COMMENT ON TABLE ${quoteName(table)} IS ${quoteLiteral(table.comment)};`];
  const columns = table.columns.flatMap(({ name, comment }) =>
    comment === undefined
      ? []
      : [`COMMENT ON COLUMN ${quoteName(table)}.${quoteIdentifier(name)} IS ${quoteLiteral(comment)};`],
  );
  return [...own, ...columns];
}

/** pg_get_expr leaves the parentheses away where the expression is one function call. */
const parenthesize = (expression: string): string => (/^\(.*\)$/s.test(expression) ? expression : `(${expression})`);
