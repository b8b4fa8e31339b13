import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMigrator } from '../../src/migrator.ts';
import { diff } from '../../src/schema/diff.ts';
import type { HazardCode } from '../../src/schema/hazard.ts';
import { hazardsOf } from '../../src/schema/hazards.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

const T = 'CREATE TABLE t (id int PRIMARY KEY';
const MOOD = "CREATE TYPE mood AS ENUM ('a', 'b')";

/** What the rows do not allow: its hazard, and the error that PostgreSQL gives. */
const REFUSALS: [name: string, before: string, after: string, rows: string, hazard: HazardCode, error: RegExp][] = [
  [
    'NOT NULL onto nulls',
    `${T}, a int)`,
    `${T}, a int NOT NULL)`,
    'INSERT INTO t VALUES (1)',
    'fails-on-nulls',
    /null values/,
  ],
  [
    'a NOT NULL column onto rows',
    `${T})`,
    `${T}, a int NOT NULL)`,
    'INSERT INTO t VALUES (1)',
    'fails-on-nulls',
    /null values/,
  ],
  [
    'unique onto duplicates',
    `${T}, a int)`,
    `${T}, a int UNIQUE)`,
    'INSERT INTO t VALUES (1, 1), (2, 1)',
    'fails-on-duplicates',
    /could not create unique index/,
  ],
  [
    'a unique index onto duplicates',
    `${T}, a int)`,
    `${T}, a int); CREATE UNIQUE INDEX i ON t (a)`,
    'INSERT INTO t VALUES (1, 1), (2, 1)',
    'fails-on-duplicates',
    /could not create unique index/,
  ],
  [
    'a foreign key onto orphans',
    `${T}, up int)`,
    `${T}, up int REFERENCES t)`,
    'INSERT INTO t VALUES (1, 2)',
    'fails-on-orphans',
    /violates foreign key/,
  ],
  [
    'text that is no integer',
    `${T}, a text)`,
    `${T}, a int)`,
    "INSERT INTO t VALUES (1, 'x')",
    'fails-on-cast',
    /invalid input syntax/,
  ],
  [
    'a number that is too large',
    `${T}, a bigint)`,
    `${T}, a int)`,
    'INSERT INTO t VALUES (1, 3000000000)',
    'fails-on-cast',
    /out of range/,
  ],
  [
    'a text that is too long',
    `${T}, a text)`,
    `${T}, a varchar(3))`,
    "INSERT INTO t VALUES (1, 'abcd')",
    'fails-on-cast',
    /too long/,
  ],
  [
    'a value removed while a row has it',
    `${MOOD}; ${T}, m mood)`,
    `CREATE TYPE mood AS ENUM ('a'); ${T}, m mood)`,
    "INSERT INTO t VALUES (1, 'b')",
    'fails-on-cast',
    /invalid input value for enum/,
  ],
  [
    'a text that is no value',
    `${T}, m text)`,
    `${MOOD}; ${T}, m mood)`,
    "INSERT INTO t VALUES (1, 'c')",
    'fails-on-cast',
    /invalid input value for enum/,
  ],
  [
    'a value removed from an enum under defaults, checks and indexes that were dropped for it',
    `${MOOD}; ${T}, m mood DEFAULT 'a' CHECK (m >= 'a'), n text); CREATE INDEX i ON t (m) WHERE m = 'a'`,
    `CREATE TYPE mood AS ENUM ('a'); ${T}, m mood DEFAULT 'a' CHECK (m >= 'a'), n text, o int DEFAULT 1); CREATE INDEX i ON t (m) WHERE m = 'a'`,
    "INSERT INTO t VALUES (1, 'b', 'kept')",
    'fails-on-cast',
    /invalid input value for enum/,
  ],
  [
    'the last of many changes, onto a null',
    `${T}, a int, b text, gone int); CREATE TABLE u (id int)`,
    `${T}, a int, b varchar(9) NOT NULL, more int DEFAULT 2 UNIQUE); CREATE TABLE v (id int)`,
    'INSERT INTO t VALUES (1, 1, NULL, 7); INSERT INTO u VALUES (3)',
    'fails-on-nulls',
    /null values/,
  ],
  [
    'a primary key onto duplicates',
    'CREATE TABLE t (a int NOT NULL)',
    'CREATE TABLE t (a int PRIMARY KEY)',
    'INSERT INTO t VALUES (1), (1)',
    'fails-on-duplicates',
    /could not create unique index/,
  ],
  [
    'a check that a row breaks',
    `${T}, a int)`,
    `${T}, a int CHECK (a > 0))`,
    'INSERT INTO t VALUES (1, -1)',
    'blocks-reads',
    /violated by some row/,
  ],
];

/** Every row of every table, in no order. */
async function rowsOf({ tables }: Schema): Promise<unknown[]> {
  const selects = tables.map(({ schema, name }) => `SELECT to_jsonb(x)::text AS row FROM "${schema}"."${name}" x`);
  const { rows } = await bench.client.query(`${selects.join(' UNION ALL ')} ORDER BY 1`);
  return rows;
}

/** The runner on a folder that holds this one migration. */
async function runMigration(text: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-refusals-'));
  await writeFile(join(folder, '2026.11.22T10.00.00.change.sql'), text);
  const migrator = createMigrator({ url: bench.url, migrations: folder });
  try {
    return await migrator.up();
  } finally {
    await migrator.close();
    await rm(folder, { recursive: true });
  }
}

describe('a migration that the rows do not allow carries its hazard, and when run anyway leaves nothing:', () => {
  test.each(REFUSALS)('%s', async (_name, before, after, rows, hazard, error) => {
    const to = await bench.schemaOf(after);
    const from = await bench.schemaOf(before);
    await bench.client.query(rows);
    const held = await rowsOf(from);
    const { operations } = diff(from, to, { noRenames: true });
    expect(hazardsOf(operations).flat()).toContainEqual(expect.objectContaining({ code: hazard }));
    const text = renderMigration(operations);
    expect(text).toContain(`-- hazard: ${hazard} `);
    await expect(runMigration(text)).rejects.toMatchObject({ code: 'MIGRATION_FAILED', cause: { message: error } });
    expect(await bench.introspect()).toEqual(from);
    expect(await rowsOf(from)).toEqual(held);
    expect(await bench.answer('SELECT name FROM "SequelizeMeta"')).toEqual([]);
  });
});
