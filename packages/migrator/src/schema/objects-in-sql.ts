import { shortName } from './problem.ts';
import { closingBracket, splitSql } from './split-sql.ts';
import { WITHOUT_PUBLIC } from './sql.ts';

/** A thing that a script makes. */
export interface SqlObject {
  /** `column employee.nick`. */
  object: string;
  /** What it is; two of one name are the same exactly where this is. */
  text: string;
  /** All that makes it, where `text` is a part of that. */
  whole?: string;
  /** The key of what it goes with: where that is missing, so is this. */
  of?: string;
}

/** What a script of `schemaSql` makes, by a key that no other thing has. */
export function objectsIn(sql: string): Map<string, SqlObject> {
  const objects = new Map<string, SqlObject>();
  const isWithoutPublic = sql.startsWith(WITHOUT_PUBLIC);
  const statements = splitSql(isWithoutPublic ? sql.slice(WITHOUT_PUBLIC.length) : sql, ';');
  const owners = ownersOf(statements);
  const found = statements.flatMap((statement) => objectsOf(statement, owners));
  for (const [key, item] of [...(isWithoutPublic ? [] : [thing('schema', ['public'], '')]), ...found]) {
    const before = objects.get(key);
    objects.set(key, before === undefined ? item : { ...item, ...before, text: `${before.text}; ${item.text}` });
  }
  return objects;
}

type Keyed = [string, SqlObject];
type Owners = ReadonlyMap<string, string[]>;
type Reader = (names: string[], rest: string, statement: string, owners: Owners) => Keyed[];

const keyOf = (kind: string, names: readonly string[]): string => JSON.stringify([kind, ...names]);

/** @param names with the schema first, where it is not a schema itself */
function thing(kind: string, names: readonly string[], text: string, of?: string): Keyed {
  const [schema = '', name, ...parts] = names;
  const shown = name === undefined ? schema : [shortName({ schema, name }), ...parts].join('.');
  return [keyOf(kind, names), { object: `${kind} ${shown}`, text, ...(of !== undefined && { of }) }];
}

const NAME = '"((?:[^"]|"")*)"';
const unquoted = (names: readonly string[]): string[] => names.map((name) => name.replaceAll('""', '"'));

/** @param head with @ for each quoted name */
const headOf = (head: string): RegExp => new RegExp(`^(?:--[^\\n]*\\n)?${head.replaceAll('@', NAME)}`);

const statementOf = (head: string, read: Reader): { head: RegExp; read: Reader } => ({ head: headOf(head), read });

const tableKey = ([schema = '', table = '']: readonly string[]): string => keyOf('table', [schema, table]);

const TABLE = headOf('CREATE (?:UNLOGGED )?TABLE @\\.@ ');

const STATEMENTS = [
  statementOf('CREATE SCHEMA @', (names) => [thing('schema', names, '')]),
  statementOf('CREATE TYPE @\\.@ AS ', (names, rest) => [thing('enum', names, rest)]),
  { head: TABLE, read: readTable },
  statementOf('ALTER TABLE @\\.@ ADD CONSTRAINT @ ', (names, rest) => [
    thing('constraint', names, rest, tableKey(names)),
  ]),
  statementOf('ALTER TABLE @\\.@ INHERIT ', (names, rest) => [thing('table', names, `INHERIT ${rest}`)]),
  statementOf('CREATE (?:UNIQUE )?INDEX @ ON @\\.@ ', ([name = '', schema = '', table = ''], _rest, statement) => [
    thing('index', [schema, name], statement, tableKey([schema, table])),
  ]),
  statementOf('COMMENT ON TABLE @\\.@ IS ', (names, rest) => [thing('comment', names, rest, tableKey(names))]),
  statementOf('COMMENT ON COLUMN @\\.@\\.@ IS ', (names, rest) => [
    thing('comment', names, rest, keyOf('column', names)),
  ]),
  statementOf('CREATE SEQUENCE @\\.@ ', readSequence),
  statementOf('ALTER SEQUENCE @\\.@ ', readSequence),
];

/** What is none of these was not printed by `schemaSql`: it is compared as it stands. */
function objectsOf(statement: string, owners: Owners): Keyed[] {
  for (const { head, read } of STATEMENTS) {
    const match = head.exec(statement);
    if (match !== null) return read(unquoted(match.slice(1)), statement.slice(match[0].length), statement, owners);
  }
  return [[statement, { object: `statement ${statement}`, text: statement }]];
}

const linesOf = (body: string): string[] => splitSql(body.slice(1, closingBracket(body, 0)), ',');

function readTable(names: string[], rest: string, statement: string): Keyed[] {
  const end = closingBracket(rest, 0);
  const [key, table] = thing(
    'table',
    names,
    `${/^CREATE (UNLOGGED )?TABLE/.exec(statement)?.[1] ?? ''}TABLE${rest.slice(end + 1)}`,
  );
  const lines = linesOf(rest).map((line) => readLine(names, line));
  return [[key, { ...table, whole: statement }], ...lines];
}

const CONSTRAINT = new RegExp(`^CONSTRAINT ${NAME} `);
const COLUMN = new RegExp(`^${NAME} `);

function readLine(table: readonly string[], line: string): Keyed {
  const constraint = CONSTRAINT.exec(line);
  const [head = '', ...names] = constraint ?? COLUMN.exec(line) ?? [];
  const kind = constraint === null ? 'column' : 'constraint';
  return thing(kind, [...table, ...unquoted(names)], line.slice(head.length), tableKey(table));
}

const OWNED = new RegExp(`^ALTER SEQUENCE @\\.@ OWNED BY @\\.@\\.@$`.replaceAll('@', NAME));

const IDENTITY = new RegExp(`^@ [^']* AS IDENTITY \\(SEQUENCE NAME @\\.@`.replaceAll('@', NAME));

/** The columns of the sequences that have one. */
const ownersOf = (statements: readonly string[]): Owners =>
  new Map(statements.flatMap((statement) => [...ownerOf(statement), ...identitiesOf(statement)]));

function ownerOf(statement: string): [string, string[]][] {
  const [schema = '', name = '', ...column] = unquoted(OWNED.exec(statement)?.slice(1) ?? []);
  return column.length === 0 ? [] : [[keyOf('sequence', [schema, name]), column]];
}

function identitiesOf(statement: string): [string, string[]][] {
  const table = statement.includes('(SEQUENCE NAME ') ? TABLE.exec(statement) : null;
  if (table === null) return [];
  return linesOf(statement.slice(table[0].length)).flatMap((line): [string, string[]][] => {
    const [column, ...sequence] = unquoted(IDENTITY.exec(line)?.slice(1) ?? []);
    return column === undefined ? [] : [[keyOf('sequence', sequence), [...unquoted(table.slice(1)), column]]];
  });
}

/** A sequence is a part of the column that owns it. */
function readSequence(names: string[], _rest: string, statement: string, owners: Owners): Keyed[] {
  const column = owners.get(keyOf('sequence', names));
  return [
    column === undefined ? thing('sequence', names, statement) : thing('column', column, statement, tableKey(column)),
  ];
}
