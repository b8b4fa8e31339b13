import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differencesFrom, warnOfDrift } from '../../src/drift.ts';
import { fingerprint } from '../../src/fingerprint.ts';
import { introspect } from '../../src/postgres/introspect.ts';
import { canonicalSql } from '../../src/schema/canonical.ts';
import { diff } from '../../src/schema/diff.ts';
import { drift } from '../../src/schema/drift.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { toSql } from '../../src/schema/statement.ts';
import { NOT_MANAGED, NOTICED } from './mutations.ts';
import { NOT_IN_SCHEMA_SQL, RICH_SCHEMA } from './rich-schema.ts';

const SCHEMAS = ['public', 'staff', 'hollow', 'fourth'];

let client: pg.Client;
let drop: () => Promise<void>;
let before: Schema;
/** Empty but for what no schema.sql makes. */
let other: pg.Client;
let dropOther: () => Promise<void>;
beforeAll(async () => {
  ({ client, drop } = await database(`CREATE SCHEMA hollow; CREATE SCHEMA unseen; ${RICH_SCHEMA}`));
  ({ client: other, drop: dropOther } = await database(NOT_IN_SCHEMA_SQL));
  before = await introspect(client, { schemas: SCHEMAS });
});
afterAll(async () => {
  await Promise.all([client.end(), other.end()]);
  await Promise.all([drop(), dropOther()]);
});

async function database(sql: string): Promise<{ client: pg.Client; drop: () => Promise<void> }> {
  const made = await createTestDatabase('drift');
  const connection = new pg.Client({ connectionString: made.url });
  await connection.connect();
  await connection.query(`SET client_min_messages = error; ${sql}`);
  return { client: connection, drop: made.drop };
}

/** The schema as it is after the SQL, of which nothing stays. */
async function after(sql: string, on: pg.Client = client): Promise<Schema> {
  await on.query('BEGIN');
  try {
    await on.query(sql);
    return await introspect(on, { schemas: SCHEMAS });
  } finally {
    await on.query('ROLLBACK');
  }
}

/** What a boot says whose schema.sql is of the schema before. */
function warnings(changed: Schema): string[] {
  const said: string[] = [];
  const expected = { fingerprint: fingerprint(before), sql: canonicalSql(before) };
  warnOfDrift({ differences: differencesFrom(expected, changed) }, (_level, message) => void said.push(message));
  return said;
}

const told = (from: Schema, to: Schema): string[] =>
  drift(canonicalSql(from), canonicalSql(to)).map(({ change, object }) => `${change} ${object}`);

/** What is made of the schema's own text is that schema, and what the diff says leads to it. */
async function expectWays(changed: Schema): Promise<void> {
  const text = canonicalSql(changed);
  // A sequence that is nobody's is not managed: whoever counts with it makes it in a migration of their own.
  if (text.includes("DEFAULT nextval('staff.employee_id_seq'")) return;
  if (!text.includes('-- not valid')) expect(canonicalSql(await after(text, other))).toBe(text);
  const { operations, problems, undecidedCasts } = diff(before, changed, { exact: true });
  if (problems.length + undecidedCasts.length > 0) return;
  expect(told(changed, await after(operations.flatMap(toSql).join('\n')))).toEqual([]);
}

/** Whether nothing has to be done to come from one to the other. */
function isClean(from: Schema, to: Schema): boolean {
  const { operations, problems } = diff(from, to, { exact: true });
  return operations.length === 0 && problems.length === 0;
}

test('there are at least 100 mutations that have to be noticed', () => {
  expect(NOTICED.length).toBeGreaterThanOrEqual(100);
});

describe('a change behind the back of the migrations is noticed by drift, fingerprint, boot and diff, both ways:', () => {
  test.each(NOTICED)('%s', async (sql, names) => {
    const changed = await after(sql);
    expect(told(before, changed).toSorted()).toEqual(names.toSorted());
    expect(told(changed, before)).toHaveLength(names.length);
    expect(fingerprint(changed)).not.toBe(fingerprint(before));
    expect(warnings(changed)).toEqual([expect.stringContaining(names.length > 10 ? 'more' : String(names[0]))]);
    expect([isClean(before, changed), isClean(changed, before)]).toEqual([false, false]);
    await expectWays(changed);
  });
});

describe('what is not managed is not noticed:', () => {
  test.each(NOT_MANAGED)('%s', async (sql) => {
    const changed = await after(sql);
    expect(told(before, changed)).toEqual([]);
    expect(fingerprint(changed)).toBe(fingerprint(before));
    expect(warnings(changed)).toEqual([]);
    expect([isClean(before, changed), isClean(changed, before)]).toEqual([true, true]);
  });
});
