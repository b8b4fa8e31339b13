import fc from 'fast-check';
import { inject } from 'vitest';
import { NULLS_NOT_DISTINCT } from '../server.ts';

/**
 * Small schemas whose names overlap, so that of two of them much is the same, much has changed and little is new. Everything
 * that the diff covers can occur.
 */
export interface SchemaSpec {
  enums: Record<string, string[]>;
  tables: TableSpec[];
}

interface TableSpec {
  name: string;
  columns: ColumnSpec[];
  key: 'none' | 'single' | 'composite';
  uniques: { columns: number[]; nullsNotDistinct: boolean; deferrable: boolean }[];
  checks: { column: number; notValid: boolean }[];
  exclusions: { column: number; partial: boolean }[];
  indexes: { column: number; kind: number }[];
  foreignKeys: { column: number; target: number; action: number; deferrable: boolean }[];
  comment: string | undefined;
}

interface ColumnSpec {
  name: string;
  type: number;
  nullable: boolean;
  hasDefault: boolean;
  numbering: 'none' | 'serial' | 'always' | 'byDefault';
  generated: 'no' | 'stored' | 'virtual';
  comment: string | undefined;
}

/** The last ones are of somebody who wants out of the quotes, out of the line and out of the section of the file. */
const HOSTILE = ['"; DROP TABLE x; --', "it's $$ \\", '😀\n-- migrate:down\r\n', 'x'.repeat(63)];
const COLUMN_NAMES = ['a', 'b', 'c', 'order', 'Mixed "Case"', '资金'];
const TABLE_NAMES = ['t', 'u', 'select', 'other.t', 'other."; DROP TABLE x; --\n'];
const COMMENTS = [undefined, "it's", '员工\\ $$', HOSTILE[2]];

/** Each type with a default, and with a constant where that is none. Numbers, texts and enums stand first, for each of them leads to the others by a cast. */
const TYPES: [type: string, value: string, constant?: string][] = [
  ['integer', '1'],
  ['bigint', '1'],
  ['smallint', '-1'],
  ['numeric(10,2)', '9.90'],
  ['text', "'1'"],
  ['varchar(20)', "'1'"],
  ['varchar(40)', "'2'"],
  ['mood', "'a'"],
  ['temper', "'b'"],
  ['mood[]', "'{a,b}'"],
  ['text', `E'"; DROP TABLE x; -- \\'\\\\ $$ 😀\\n-- migrate:down\\n'`],
  ['timestamp with time zone', 'now()', "'2026-11-22Z'"],
  ['boolean', 'false'],
  ['jsonb', `'{"it''s": 1}'`],
  ['uuid', 'gen_random_uuid()', "'6f1e6b5c-4b6f-4a55-9e0b-0f2f8f3f7c11'"],
  ['text[]', 'ARRAY[]::text[]'],
  ['interval', "'1 day'"],
];

const column: fc.Arbitrary<ColumnSpec> = fc.record({
  name: fc.oneof(
    { arbitrary: fc.constantFrom(...COLUMN_NAMES), weight: 4 },
    { arbitrary: fc.constantFrom(...HOSTILE), weight: 1 },
  ),
  type: fc.oneof({ arbitrary: fc.nat(9), weight: 3 }, { arbitrary: fc.nat(TYPES.length - 1), weight: 1 }),
  nullable: fc.boolean(),
  hasDefault: fc.boolean(),
  numbering: fc.constantFrom('none', 'none', 'none', 'none', 'serial', 'always', 'byDefault'),
  generated: fc.constantFrom('no', 'no', 'no', 'no', 'no', 'stored', 'virtual'),
  comment: fc.constantFrom(...COMMENTS),
});

const table: fc.Arbitrary<TableSpec> = fc.record({
  name: fc.constantFrom(...TABLE_NAMES),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
  key: fc.constantFrom('none', 'single', 'single', 'composite'),
  uniques: fc.array(
    fc.record({
      columns: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 2 }),
      nullsNotDistinct: fc.boolean(),
      deferrable: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  checks: fc.array(fc.record({ column: fc.nat(4), notValid: fc.nat(3).map((n) => n === 0) }), { maxLength: 2 }),
  exclusions: fc.oneof(
    { arbitrary: fc.constant<TableSpec['exclusions']>([]), weight: 3 },
    { arbitrary: fc.array(fc.record({ column: fc.nat(4), partial: fc.boolean() }), { maxLength: 2 }), weight: 1 },
  ),
  indexes: fc.array(fc.record({ column: fc.nat(4), kind: fc.nat(6) }), { maxLength: 2 }),
  foreignKeys: fc.array(
    fc.record({ column: fc.nat(4), target: fc.nat(3), action: fc.nat(2), deferrable: fc.boolean() }),
    { maxLength: 2 },
  ),
  comment: fc.constantFrom(...COMMENTS),
});

const values = fc
  .shuffledSubarray(['c', 'd', "it's", ...HOSTILE.slice(0, 3)], { minLength: 0, maxLength: 3 })
  .chain((more) => fc.constantFrom<string[]>(['a', 'b', ...more], ['a', ...more, 'b'], ['b', 'a', ...more]));

export const schemaSpec: fc.Arbitrary<SchemaSpec> = fc.record({
  enums: fc.record({ mood: values, temper: values }),
  tables: fc.uniqueArray(table, { selector: ({ name }) => name, maxLength: 3 }),
});

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const text = (value: string): string => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const tableName = ({ name }: TableSpec): string => name.split('.').map(quote).join('.');
/** Part of a longer name: the end of it, which tells them apart, is not cut off. */
const short = ({ name }: { name: string }): string => name.slice(0, 40);

const INTEGERS = ['integer', 'bigint', 'smallint'];

const typeOf = ({ type }: ColumnSpec): string => TYPES[type]?.[0] ?? 'integer';
const isInteger = (item: ColumnSpec): boolean => INTEGERS.includes(typeOf(item));

/** A column is generated where an integer stands before it. */
function baseOf({ columns }: TableSpec, item: ColumnSpec): ColumnSpec | undefined {
  const base = columns[columns.indexOf(item) - 1];
  const isBase = base !== undefined && isInteger(base) && base.generated === 'no';
  return item.generated !== 'no' && isBase ? base : undefined;
}

/** Nothing that needs an index stands on a virtual column. */
function isVirtual(spec: TableSpec, item: ColumnSpec): boolean {
  const indexed = [
    ...(spec.key === 'none' ? [] : [0, 1]),
    ...spec.uniques.flatMap(({ columns }) => columns),
    ...spec.exclusions.map((exclusion) => exclusion.column),
    ...spec.indexes.flatMap((index) => [index.column, index.column + 1]),
  ];
  return (
    inject('postgresMajor') >= 18 &&
    item.generated === 'virtual' &&
    !indexed.some((index) => at(spec.columns, index) === item)
  );
}

function columnSql(spec: TableSpec, item: ColumnSpec): string {
  const base = baseOf(spec, item);
  const name = quote(item.name);
  if (base !== undefined) {
    const kind = isVirtual(spec, item) ? 'VIRTUAL' : 'STORED';
    return `${name} bigint GENERATED ALWAYS AS (${quote(base.name)} + ${item.type}) ${kind}`;
  }
  const notNull = item.nullable ? '' : ' NOT NULL';
  if (isInteger(item)) {
    const serial = { integer: 'serial', bigint: 'bigserial', smallint: 'smallserial' }[typeOf(item)] ?? '';
    if (item.numbering === 'serial') return `${name} ${serial}`;
    if (item.numbering !== 'none') {
      return `${name} ${typeOf(item)} GENERATED ${item.numbering === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${item.hasDefault ? ' (INCREMENT 5)' : ''}`;
    }
  }
  return `${name} ${typeOf(item)}${notNull}${item.hasDefault ? ` DEFAULT ${TYPES[item.type]?.[1]}` : ''}`;
}

const at = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

function constraintsSql(spec: TableSpec): string[] {
  const [first, second] = spec.columns.map(({ name }) => quote(name));
  const key = spec.key === 'composite' && second !== undefined ? `${first}, ${second}` : first;
  return [
    ...(spec.key === 'none' ? [] : [`PRIMARY KEY (${key})`]),
    ...spec.uniques.map(({ columns, nullsNotDistinct, deferrable }, n) => {
      const names = [...new Set(columns.map((index) => quote(at(spec.columns, index).name)))];
      return `CONSTRAINT ${quote(`${short(spec)} u${n}`)} UNIQUE ${nullsNotDistinct ? NULLS_NOT_DISTINCT : ''} (${names.join(', ')})${deferrable ? ' DEFERRABLE' : ''}`;
    }),
    ...spec.checks.flatMap((check, n) => (check.notValid ? [] : [checkSql(spec, check, n)])),
    ...spec.exclusions.map(({ column: index, partial }, n) => {
      const item = at(spec.columns, index);
      const where = partial ? ` WHERE (${checkOf(item, spec)})` : '';
      return `CONSTRAINT ${quote(`${short(spec)} e${n}`)} EXCLUDE USING btree (${quote(item.name)} WITH =)${where}`;
    }),
  ];
}

const checkSql = (spec: TableSpec, { column: index }: TableSpec['checks'][number], n: number): string =>
  `CONSTRAINT x${n} CHECK (${checkOf(at(spec.columns, index), spec)})`;

const lateChecksSql = (spec: TableSpec): string[] =>
  spec.checks.flatMap((check, n) =>
    check.notValid ? [`ALTER TABLE ${tableName(spec)} ADD ${checkSql(spec, check, n)} NOT VALID`] : [],
  );

function checkOf(item: ColumnSpec, spec: TableSpec): string {
  const [, value = '1', constant = value] = baseOf(spec, item) === undefined ? (TYPES[item.type] ?? []) : [];
  const other = spec.columns.find((next) => next !== item && typeOf(next) === typeOf(item));
  return other === undefined || baseOf(spec, other) !== undefined || baseOf(spec, item) !== undefined
    ? `${quote(item.name)} <> ${constant}`
    : `${quote(item.name)} <> ${quote(other.name)} OR ${quote(item.name)} IS NULL`;
}

function indexSql(spec: TableSpec, { column: index, kind }: TableSpec['indexes'][number], n: number): string {
  const item = at(spec.columns, index);
  const name = quote(item.name);
  const head = `INDEX ${quote(`${short(spec)} i${n}`)} ON ${tableName(spec)}`;
  const kinds = [
    `CREATE ${head} (${name})`,
    `CREATE UNIQUE ${head} (${name} DESC NULLS LAST)`,
    `CREATE ${head} (${name}) WHERE ${checkOf(item, spec)}`,
    `CREATE ${head} ((${checkOf(item, spec)}), ${name})`,
    `CREATE ${head} USING hash (${name})`,
    `CREATE ${head} (${name}) INCLUDE (${quote(at(spec.columns, index + 1).name)})`,
    `CREATE UNIQUE ${head} (${name}) ${NULLS_NOT_DISTINCT}`,
  ];
  return at(kinds, kind);
}

const ACTIONS = ['', ' ON DELETE CASCADE', ' ON UPDATE CASCADE ON DELETE SET NULL'];

/** To a table with a key of one column of a type that can be compared; cycles and self-references come by themselves. */
function foreignKeysSql(spec: TableSpec, all: readonly TableSpec[]): string[] {
  return spec.foreignKeys.flatMap(({ column: index, target, action, deferrable }, n) => {
    const item = at(spec.columns, index);
    const other = at(all, target);
    const key = other.columns[0];
    const isSingle = other.key === 'single' || (other.key === 'composite' && other.columns.length === 1);
    if (!isSingle || key === undefined || baseOf(spec, item) !== undefined || typeOf(key) !== typeOf(item)) return [];
    return [
      `ALTER TABLE ${tableName(spec)} ADD CONSTRAINT ${quote(`f${n}`)} FOREIGN KEY (${quote(item.name)}) REFERENCES ${tableName(other)} (${quote(key.name)})${at(ACTIONS, action)}${deferrable ? ' DEFERRABLE INITIALLY DEFERRED' : ''}`,
    ];
  });
}

function commentsSql(spec: TableSpec): string[] {
  const own = spec.comment === undefined ? [] : [`COMMENT ON TABLE ${tableName(spec)} IS ${text(spec.comment)}`];
  const columns = spec.columns.flatMap(({ name, comment }) =>
    comment === undefined ? [] : [`COMMENT ON COLUMN ${tableName(spec)}.${quote(name)} IS ${text(comment)}`],
  );
  return [...own, ...columns];
}

/** The schema as SQL for an empty database. */
export function specSql({ enums, tables }: SchemaSpec): string {
  const statements = [
    'CREATE SCHEMA other',
    ...Object.entries(enums).map(([name, labels]) => `CREATE TYPE ${name} AS ENUM (${labels.map(text).join(', ')})`),
    ...tables.flatMap((spec) => [
      `CREATE TABLE ${tableName(spec)} (${[...spec.columns.map((item) => columnSql(spec, item)), ...constraintsSql(spec)].join(', ')})`,
      ...lateChecksSql(spec),
      ...spec.indexes.map((index, n) => indexSql(spec, index, n)),
      ...commentsSql(spec),
    ]),
    ...tables.flatMap((spec) => foreignKeysSql(spec, tables)),
  ];
  return statements.join(';\n');
}
