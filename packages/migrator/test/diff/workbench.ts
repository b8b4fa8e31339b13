import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { parseSqlMigration } from '../../src/migration-file.ts';
import { introspect } from '../../src/postgres/introspect.ts';
import { applyAll } from '../../src/schema/apply.ts';
import { comparableText } from '../../src/schema/comparable.ts';
import { type Diff, diff } from '../../src/schema/diff.ts';
import type { Hints } from '../../src/schema/hints.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { recordSchema, recordText } from '../server.ts';

/** The schemas that the tests manage. */
const SCHEMAS = ['public', 'other', 'third'];

/** One database for a file of tests, emptied before each use: making one takes longer than all that a case does. */
export class Workbench {
  private constructor(
    readonly client: pg.Client,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Workbench> {
    const { url, drop } = await createTestDatabase('diff');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('SET client_min_messages = error');
    return new Workbench(client, drop);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.drop();
  }

  async empty(): Promise<void> {
    const drops = SCHEMAS.map((name) => `DROP SCHEMA IF EXISTS ${name} CASCADE`);
    await this.client.query([...drops, 'CREATE SCHEMA public', 'RESET search_path'].join(';'));
  }

  introspect(): Promise<Schema> {
    return introspect(this.client, { schemas: SCHEMAS });
  }

  /** What the SQL makes of an empty database. */
  async schemaOf(sql: string): Promise<Schema> {
    await this.empty();
    await this.client.query(sql);
    return recordSchema(sql, await this.introspect());
  }

  /** As the runner does it: one message in one transaction. */
  async run(sql: string): Promise<void> {
    try {
      await this.client.query(`BEGIN;\n${sql}\nCOMMIT`);
    } catch (error) {
      await this.client.query('ROLLBACK');
      throw new Error(`${(error as Error).message}\n${sql}`, { cause: error });
    }
  }

  async answer(query: string): Promise<unknown> {
    return query === '' ? [] : (await this.client.query<Record<string, unknown>>(query)).rows;
  }
}

/** Column order means nothing; quotes that a rename in the model leaves mean nothing. */
export const comparable = (schema: Schema): unknown =>
  JSON.parse(
    comparableText({
      ...schema,
      tables: schema.tables.map((table) => ({
        ...table,
        columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      })),
    }),
  );

export interface Change {
  before: string;
  after: string;
  /** Inserted before the migration runs. */
  rows?: string;
  /** A query whose answer is the same after every step. */
  keeps?: string;
  hints?: Hints | ((from: Schema, to: Schema) => Hints);
}

/** Whether two things are equal; throws where they are not. */
export type Expect = (actual: unknown, wanted: unknown) => void;

/**
 * Diffs two databases and runs the file that it gives: up on a database with rows gives what the model says and leaves nothing to
 * do, down gives back what was, up again works.
 */
export async function prove(bench: Workbench, change: Change, expect: Expect): Promise<Diff> {
  const { before, after, rows = '', keeps = '' } = change;
  const to = await bench.schemaOf(after);
  const from = await bench.schemaOf(before);
  await bench.client.query(rows);
  const hints = (typeof change.hints === 'function' ? change.hints(from, to) : change.hints) ?? {};
  const result = diff(from, to, hints);
  if (result.problems.length > 0 || result.undecidedCasts.length > 0) return result;
  const kept = await bench.answer(keeps);
  const text = recordText(`${before}\n→\n${after}`, renderMigration(result.operations));
  const file = parseSqlMigration('test.sql', text);
  const [up, down] = [file.up.sql, file.down?.sql ?? ''];
  const wanted = applyAll(from, result.operations);
  for (const [sql, schema] of [
    [up, wanted],
    [down, from],
    [up, wanted],
  ] as const) {
    await bench.run(sql);
    expect(comparable(await bench.introspect()), comparable(schema));
    if (sql === up) expect(await bench.answer(keeps), kept);
  }
  const again = diff(await bench.introspect(), to, { ...hints, renames: [] });
  expect({ operations: again.operations, problems: again.problems }, { operations: [], problems: [] });
  return result;
}
