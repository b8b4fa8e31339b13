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

/** @param head with N for each quoted name */
const statementOf = (head: string, read: Reader): { head: RegExp; read: Reader } => ({
  head: new RegExp(`^(?:--[^\\n]*\\n)?${head.replaceAll('N', NAME)}`),
  read,
});

const tableKey = ([schema = '', table = '']: readonly string[]): string => keyOf('table', [schema, table]);

const STATEMENTS = [
  statementOf('CREATE SCHEMA N', (names) => [thing('schema', names, '')]),
  statementOf('CREATE TYPE N\\.N AS ', (names, rest) => [thing('enum', names, rest)]),
  statementOf('CREATE TABLE N\\.N ', readTable),
  statementOf('ALTER TABLE N\\.N ADD CONSTRAINT N ', (names, rest) => [
    thing('constraint', names, rest, tableKey(names)),
  ]),
  statementOf('CREATE (?:UNIQUE )?INDEX N ON N\\.N ', ([name = '', schema = '', table = ''], _rest, statement) => [
    thing('index', [schema, name], statement, tableKey([schema, table])),
  ]),
  statementOf('COMMENT ON TABLE N\\.N IS ', (names, rest) => [thing('comment', names, rest, tableKey(names))]),
  statementOf('COMMENT ON COLUMN N\\.N\\.N IS ', (names, rest) => [
    thing('comment', names, rest, keyOf('column', names)),
  ]),
  statementOf('CREATE SEQUENCE N\\.N ', readSequence),
  statementOf('ALTER SEQUENCE N\\.N ', readSequence),
];

/** What is none of these was not printed by `schemaSql`: it is compared as it stands. */
function objectsOf(statement: string, owners: Owners): Keyed[] {
  for (const { head, read } of STATEMENTS) {
    const match = head.exec(statement);
    if (match !== null) return read(unquoted(match.slice(1)), statement.slice(match[0].length), statement, owners);
  }
  return [[statement, { object: `statement ${statement}`, text: statement }]];
}

function readTable(names: string[], rest: string, statement: string): Keyed[] {
  const end = closingBracket(rest, 0);
  const [key, table] = thing('table', names, `TABLE${rest.slice(end + 1)}`);
  const lines = splitSql(rest.slice(1, end), ',').map((line) => readLine(names, line));
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

const OWNED = new RegExp(`^ALTER SEQUENCE N\\.N OWNED BY N\\.N\\.N$`.replaceAll('N', NAME));

/** The columns of the sequences that have one. */
function ownersOf(statements: readonly string[]): Owners {
  return new Map(
    statements.flatMap((statement): [string, string[]][] => {
      const [schema = '', name = '', ...column] = unquoted(OWNED.exec(statement)?.slice(1) ?? []);
      return column.length === 0 ? [] : [[keyOf('sequence', [schema, name]), column]];
    }),
  );
}

/** A sequence is a part of the column that owns it. */
function readSequence(names: string[], _rest: string, statement: string, owners: Owners): Keyed[] {
  const column = owners.get(keyOf('sequence', names));
  return [
    column === undefined ? thing('sequence', names, statement) : thing('column', column, statement, tableKey(column)),
  ];
}
