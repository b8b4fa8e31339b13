import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { check } from '../../src/autogenerate/check.ts';
import type { Checked } from '../../src/autogenerate/checked.ts';
import type { Project } from '../../src/autogenerate/project.ts';
import { differencesFrom, warnOfDrift } from '../../src/drift.ts';
import { fingerprint } from '../../src/fingerprint.ts';
import { readMigrations } from '../../src/migrations-folder.ts';
import { introspect } from '../../src/postgres/introspect.ts';
import { canonicalSql } from '../../src/schema/canonical.ts';
import { diff } from '../../src/schema/diff.ts';
import { drift } from '../../src/schema/drift.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { toSql } from '../../src/schema/statement.ts';
import { renderSchemaFile, writeSchemaFile } from '../../src/schema-file.ts';
import type { Draft } from '../../src/sequelize/from-models.ts';
import { modelsHash } from '../../src/sequelize/models-hash.ts';
import { needsPostgres } from '../server.ts';
import { NOT_MANAGED, NOTICED } from './mutations.ts';
import { NOT_IN_SCHEMA_SQL, RICH_SCHEMA } from './rich-schema.ts';

const MIGRATION = '2026.01.01T00.00.00.rich';
const SCHEMAS = ['public', 'staff', 'hollow', 'fourth'];

let client: pg.Client;
let drop: () => Promise<void>;
let before: Schema;
let project: Project;
/** Empty but for what no schema.sql makes. */
let other: pg.Client;
let dropOther: () => Promise<void>;
beforeAll(async () => {
  ({ client, drop } = await database(`CREATE SCHEMA unseen; ${NOT_IN_SCHEMA_SQL} ${RICH_SCHEMA}`));
  ({ client: other, drop: dropOther } = await database(NOT_IN_SCHEMA_SQL));
  before = await introspect(client, { schemas: SCHEMAS });
  project = await createProject();
});
afterAll(async () => {
  await rm(project.folder, { recursive: true });
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

/** Its one migration and its models both make the rich schema, and its schema.sql says so. */
async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'drift-'));
  await writeFile(join(folder, `${MIGRATION}.sql`), `-- migrate:up\n${RICH_SCHEMA}`);
  const draft: Draft = { schema: before, hints: { unnamed: [], renamedFrom: [] } };
  await writeSchemaFile(folder, renderSchemaFile(before, modelsHash(draft), await readMigrations(folder)));
  return {
    folder,
    managed: { schemas: SCHEMAS, ignore: [] },
    prelude: [NOT_IN_SCHEMA_SQL],
    draft: () => Promise.resolve(draft),
    scratchUrl: () => Promise.resolve(inject('postgresUrl')),
    scratchName: 'test',
    cacheFolder: join(folder, 'cache'),
  };
}

/** `migrate check --database` on a database of this schema. */
const checked = (changed: Schema): Promise<Checked> =>
  check(project, {
    status: () => Promise.resolve([{ name: MIGRATION, state: 'applied' }]),
    source: { isElsewhere: true, read: () => Promise.resolve(changed) },
  });

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

/** What the diff's way to the schema misses; where no operation leads there, what the schema's own text misses. */
async function missedByDiff(changed: Schema): Promise<string[]> {
  // A sequence that is nobody's is not managed: whoever counts with it makes it in a migration of their own.
  if (canonicalSql(changed).includes("DEFAULT nextval('staff.employee_id_seq'")) return [];
  const { operations, problems, undecidedCasts } = diff(before, changed, { exact: true });
  if (problems.length > 0) return missedByText(changed);
  return undecidedCasts.length > 0 ? [] : told(changed, await after(operations.flatMap(toSql).join('\n')));
}

async function missedByText(schema: Schema): Promise<string[]> {
  const text = canonicalSql(schema);
  // No statement makes an index that is not valid.
  return text.includes('-- not valid') ? [] : told(schema, await after(text, other));
}

/** Whether nothing has to be done to come from one to the other. */
function isClean(from: Schema, to: Schema): boolean {
  const { operations, problems } = diff(from, to, { exact: true });
  return operations.length === 0 && problems.length === 0;
}

test('there are at least 100 mutations that have to be noticed', () => {
  expect(NOTICED.length).toBeGreaterThanOrEqual(100);
});

test('the rich schema, also with all that is rare at once, reads back from its own text', async () => {
  needsPostgres(18);
  const rare = await after(`
      ALTER SEQUENCE staff.employee_id_seq MINVALUE 0 CACHE 20 CYCLE;
      ALTER SEQUENCE staff.employee_number_seq AS bigint MAXVALUE 5000000000;
      ALTER SEQUENCE company_id_seq AS integer;
      ALTER TABLE staff.employee DROP CONSTRAINT employee_salary_check, ADD CHECK (salary >= 0) NOT ENFORCED;
      ALTER TABLE staff.employee ALTER CONSTRAINT employee_boss_fkey NOT ENFORCED;
      ALTER TABLE staff.employee DROP CONSTRAINT employee_company_fkey,
        ADD FOREIGN KEY (company) REFERENCES company ON DELETE SET NULL (company) DEFERRABLE;
      ALTER TABLE staff.employee ADD CONSTRAINT "it's;" NOT NULL tags NOT VALID;
      ALTER TABLE stay DROP CONSTRAINT stay_key, ADD PRIMARY KEY (room, during WITHOUT OVERLAPS);
      ALTER TABLE night ADD FOREIGN KEY (room, PERIOD during) REFERENCES stay (room, PERIOD during);
      DROP INDEX staff.employee_vector;
      CREATE INDEX employee_vector ON staff.employee USING gist (vector tsvector_ops (siglen=100));
      CREATE UNLOGGED TABLE z_loose (id integer);
      ALTER TABLE a_parent INHERIT z_child;`);
  expect(await missedByText(before)).toEqual([]);
  expect(await missedByText(rare)).toEqual([]);
  expect(told(before, rare).length).toBeGreaterThan(12);
});

describe('a change behind the back of the migrations is noticed by drift, fingerprint, boot, diff and check:', () => {
  test.each(NOTICED)('%s', async (sql, names, since) => {
    needsPostgres(since);
    const changed = await after(sql);
    expect(told(before, changed).toSorted()).toEqual(names.toSorted());
    expect(told(changed, before)).toHaveLength(names.length);
    expect(fingerprint(changed)).not.toBe(fingerprint(before));
    expect(warnings(changed)).toEqual([expect.stringContaining(names.length > 10 ? 'more' : String(names[0]))]);
    expect([isClean(before, changed), isClean(changed, before)]).toEqual([false, false]);
    const { ok, drift: found, ...rest } = await checked(changed);
    expect({ ok, found: found?.length }).toEqual({ ok: false, found: names.length });
    expect(rest).toMatchObject({ operations: [], problems: [], schemaFile: 'current' });
    expect(await missedByDiff(changed)).toEqual([]);
  });
});

describe('what is not managed is not noticed:', () => {
  test.each(NOT_MANAGED.map((item): [string, number?] => (typeof item === 'string' ? [item] : item)))(
    '%s',
    async (sql, since) => {
      needsPostgres(since);
      const changed = await after(sql);
      expect(told(before, changed)).toEqual([]);
      expect(fingerprint(changed)).toBe(fingerprint(before));
      expect(warnings(changed)).toEqual([]);
      expect([isClean(before, changed), isClean(changed, before)]).toEqual([true, true]);
      expect(await checked(changed)).toMatchObject({ ok: true, drift: [] });
    },
  );
});
