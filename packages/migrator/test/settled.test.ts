import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settled } from '../src/schema/settled.ts';

let client: pg.Client;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase('settled');
  drop = database.drop;
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await drop();
});

/** What PostgreSQL prints of a check. */
async function printOf(check: string): Promise<string> {
  await client.query('BEGIN');
  try {
    await client.query(
      `CREATE TABLE t (a int, b text, d date, n numeric, v varchar(9), "AND" boolean, vs varchar(9)[], CHECK (${check}))`,
    );
    const { rows } = await client.query<{ print: string }>(
      "SELECT pg_get_constraintdef(oid) AS print FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'",
    );
    return String(rows[0]?.print.replace(/^CHECK /, ''));
  } finally {
    await client.query('ROLLBACK');
  }
}

const CHANGING = [
  "v IN ('a', 'b')",
  "v NOT IN ('a', 'it''s, (x', '[')",
  "v IN ('a', 'b') AND v NOT IN ('c', 'd') OR v IN ('e', 'f')",
  "v = ANY (ARRAY[v, 'a']::text[]) AND v IN (v, 'b', 'c')",
  "vs <> (ARRAY[v, 'a'::varchar])::text[]::varchar[] OR v IN ('x', 'y')",
  "(v IN ('a', 'b')) IS NOT TRUE",
  "b = ANY (ARRAY[ARRAY[v, 'x'], ARRAY[v, v]])",
  "(ARRAY[v, 'x'])::text <> '' AND v IN ('a', 'b') AND (ARRAY[v])::text IS DISTINCT FROM b",
  'a BETWEEN 1 AND 5 AND n > 2',
  'a NOT BETWEEN 1 AND 5 OR n > 2 OR a IS NULL',
  "(a, b) = (1, 'x') AND n > 2",
  'a BETWEEN 1 AND 5 AND n BETWEEN 1 AND 2 AND a > 2',
  "(a BETWEEN 1 AND 5 AND n > 2 OR v IN ('a', 'b')) AND d > '2020-01-01'",
  'CASE WHEN a BETWEEN 1 AND 5 AND n > 2 THEN "AND" ELSE a BETWEEN SYMMETRIC 7 AND 8 END',
  "(v || 'x') IN ('a', 'b') AND coalesce(v, b) IN ('a', 'b')",
];

const SETTLED = [
  '"AND" AND (a BETWEEN 1 AND 2) AND "AND"',
  "b IN ('a', 'b')",
  "b = ' AND ' OR b = '(ARRAY[]'",
  'a = 1 AND (n = 1 AND n = 2) AND (a = 2 OR a = 3)',
  '(a = 1 OR a = 2) AND n = 1',
  "vs && ARRAY['a', 'b']::varchar[] AND \"AND\"",
  "(v || 'x') IN ('a', 'b')",
];

describe('a print is settled as PostgreSQL prints what it has read:', () => {
  test.each(CHANGING)('%s', async (check) => {
    const print = await printOf(check);
    const again = await printOf(print);
    expect(again).not.toBe(print);
    expect(settled(print)).toBe(again);
    expect(await printOf(again)).toBe(again);
  });

  test.each(SETTLED)('and stays as it is: %s', async (check) => {
    const print = await printOf(check);
    expect(await printOf(print)).toBe(print);
    expect(settled(print)).toBe(print);
  });
});
