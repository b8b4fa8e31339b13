import type { Case } from '../case.ts';

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const text = (value: string): string => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Names and texts of somebody who wants out of the quotes, out of the line and out of the section of the file. */
const [OUT, LINE, DOLLARS] = ['"; DROP TABLE x; --', 'a\n-- migrate:down\r\nb', "it's $$ \\ 😀"] as const;
const NAMED: [string, string][] = [
  ['quotes and a semicolon', OUT],
  ['a line that looks like a marker', LINE],
  ['dollars, a backslash and an emoji', DOLLARS],
];

/** One name for everything: of columns, constraints, indexes, an enum and its value, comments and a default. */
const everything = (name: string): string => {
  const [n, s] = [quote(name), text(name)];
  return [
    `CREATE TYPE ${quote(`${name} type`)} AS ENUM (${s}, 'other')`,
    `CREATE TABLE ${n} (${n} serial PRIMARY KEY, e ${quote(`${name} type`)} DEFAULT ${s}, t text DEFAULT ${s}, up int REFERENCES ${n} (${n}),
       CONSTRAINT ${quote(`${name} u`)} UNIQUE (t), CONSTRAINT ${quote(`${name} c`)} CHECK (t <> ${s}),
       CONSTRAINT ${quote(`${name} x`)} EXCLUDE USING btree (up WITH =))`,
    `CREATE INDEX ${quote(`${name} i`)} ON ${n} (${n} DESC, lower(t)) WHERE t <> ${s}`,
    `COMMENT ON TABLE ${n} IS ${s}; COMMENT ON COLUMN ${n}.${n} IS ${s}`,
  ].join('; ');
};

const [TYPE, TABLE] = ['CREATE TYPE "the type"', 'CREATE TABLE "the table" ("the key" int PRIMARY KEY'];

const of = (name: string): Case[] => {
  const [what, hostile] = [NAMED.find(([, other]) => other === name)?.[0] ?? name, quote(name)];
  const enumName = `${name} type`;
  const named = (table: string) => ({ schema: 'public', name: table });
  return [
    {
      name: `everything under one name, made: ${what}`,
      before: 'CREATE TABLE before (a int)',
      after: `CREATE TABLE before (a int); ${everything(name)}`,
      ops: ['createEnum', 'createTable'],
      hazards: [],
    },
    {
      name: `everything under one name, changed: ${what}`,
      before: everything(name),
      after: everything(name)
        .replace(", 'other')", ')')
        .replaceAll(' <> ', ' > ')
        .replace('WITH =', 'WITH =, t WITH =')
        .replaceAll(/IS E'/g, "IS E'new "),
      hints: { noRenames: true },
      ops: [
        'dropIndex',
        'dropExclusion',
        'dropCheck',
        'replaceEnum',
        'addExclusion',
        'addCheck',
        'addIndex',
        'setComment',
        'setComment',
      ],
    },
    {
      name: `a table, a column, an enum and a value get the name: ${what}`,
      before: `${TYPE} AS ENUM ('v', 'w'); ${TABLE}, e "the type" DEFAULT 'v', CHECK (e <> 'v' OR "the key" > 0))`,
      after: `CREATE TYPE ${quote(enumName)} AS ENUM (${text(name)}, 'w'); CREATE TABLE ${hostile} (${hostile} int CONSTRAINT "the table_pkey" PRIMARY KEY, e ${quote(enumName)} DEFAULT ${text(name)}, CONSTRAINT "the table_check" CHECK (e <> ${text(name)} OR ${hostile} > 0))`,
      rows: 'INSERT INTO "the table" VALUES (1)',
      hints: {
        renames: [
          { kind: 'table', from: named('the table'), to: named(name) },
          { kind: 'column', table: named(name), from: 'the key', to: name },
          { kind: 'enum', from: named('the type'), to: named(enumName) },
          { kind: 'enumValue', enum: named(enumName), from: 'v', to: name },
        ],
      },
      ops: ['renameEnum', 'renameEnumValue', 'renameTable', 'renameColumn'],
      hazards: [],
    },
    {
      name: `types, defaults and NOT NULL of a column: ${what}`,
      before: `CREATE TABLE ${hostile} (id int PRIMARY KEY, ${hostile} text DEFAULT 'x', g text)`,
      after: `CREATE TABLE ${hostile} (id int PRIMARY KEY, ${hostile} int NOT NULL DEFAULT 7 CHECK (${hostile} > 0), g text DEFAULT ${text(name)}, n int GENERATED ALWAYS AS IDENTITY)`,
      ops: ['dropDefault', 'alterType', 'setNotNull', 'setDefault', 'setDefault', 'addColumn', 'addCheck'],
    },
    {
      name: `everything under one name, dropped: ${what}`,
      before: `CREATE TABLE before (a int); ${everything(name)}`,
      after: 'CREATE TABLE before (a int)',
      ops: ['dropTable', 'dropEnum'],
      hazards: ['data-loss'],
    },
  ];
};

export const hostileCases: Case[] = NAMED.flatMap(([, name]) => of(name));
