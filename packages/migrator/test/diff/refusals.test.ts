import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diff } from '../../src/schema/diff.ts';
import type { HazardCode } from '../../src/schema/hazard.ts';
import { hazardsOf } from '../../src/schema/hazards.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import { comparable, Workbench } from './workbench.ts';

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
];

describe('a migration that the rows do not allow carries its hazard, and fails whole:', () => {
  test.each(REFUSALS)('%s', async (_name, before, after, rows, hazard, error) => {
    const to = await bench.schemaOf(after);
    const from = await bench.schemaOf(before);
    await bench.client.query(rows);
    const { operations } = diff(from, to, { noRenames: true });
    expect(hazardsOf(operations).flat()).toContainEqual(expect.objectContaining({ code: hazard }));
    const [up = ''] = renderMigration(operations).split('-- migrate:down');
    await expect(bench.run(up)).rejects.toThrow(error);
    expect(comparable(await bench.introspect())).toEqual(comparable(from));
  });
});
