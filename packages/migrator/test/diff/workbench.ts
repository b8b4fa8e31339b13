import { createTestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { introspect } from '../../src/postgres/introspect.ts';
import { applyAll } from '../../src/schema/apply.ts';
import { comparableText } from '../../src/schema/comparable.ts';
import { type Diff, diff } from '../../src/schema/diff.ts';
import type { Hints } from '../../src/schema/hints.ts';
import { reverseAll } from '../../src/schema/reverse.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { toSql } from '../../src/schema/statement.ts';

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
    return this.introspect();
  }

  /** As the runner does it: all or nothing. */
  async run(statements: readonly string[]): Promise<void> {
    await this.client.query('BEGIN');
    try {
      for (const statement of statements) await this.client.query(statement);
      await this.client.query('COMMIT');
    } catch (error) {
      await this.client.query('ROLLBACK');
      throw new Error(`${(error as Error).message}\n${statements.join('\n')}`, { cause: error });
    }
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

export interface Proof {
  diff: Diff;
  up: string[];
  down: string[];
}

/**
 * Diffs two databases and runs it: up on a database with rows gives what the model says and leaves nothing to do, down gives
 * back what was, up again works.
 */
export async function prove(
  bench: Workbench,
  { before, after, rows = '', hints = {} }: { before: string; after: string; rows?: string; hints?: Hints },
  expect: (actual: unknown, wanted: unknown) => void,
): Promise<Proof> {
  const to = await bench.schemaOf(after);
  const from = await bench.schemaOf(before);
  if (rows !== '') await bench.client.query(rows);
  const result = diff(from, to, hints);
  const up = result.operations.flatMap(toSql);
  const down = reverseAll(result.operations).flatMap(toSql);
  const proof = { diff: result, up, down };
  if (result.problems.length > 0 || result.undecidedCasts.length > 0) return proof;
  for (const [statements, wanted] of [
    [up, applyAll(from, result.operations)],
    [down, from],
    [up, applyAll(from, result.operations)],
  ] as const) {
    await bench.run(statements);
    expect(comparable(await bench.introspect()), comparable(wanted));
  }
  const again = diff(await bench.introspect(), to, { ...hints, renames: [] });
  expect({ operations: again.operations, problems: again.problems }, { operations: [], problems: [] });
  return proof;
}
