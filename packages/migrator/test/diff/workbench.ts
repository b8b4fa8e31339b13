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
import { differencesOf, judgeReads } from './judge.ts';

/** The schemas that the tests manage. */
const SCHEMAS = ['public', 'other', 'third'];

/** One database for a file of tests, emptied before each use: making one takes longer than all that a case does. */
export class Workbench {
  private constructor(
    readonly client: pg.Client,
    readonly url: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Workbench> {
    const { url, drop } = await createTestDatabase('diff');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // Nothing here has to outlive a crash of the server.
    await client.query('SET client_min_messages = error; SET synchronous_commit = off');
    return new Workbench(client, url, drop);
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.drop();
  }

  async empty(): Promise<void> {
    const drops = SCHEMAS.map((name) => `DROP SCHEMA IF EXISTS ${name} CASCADE`);
    await this.client.query([...drops, 'CREATE SCHEMA public', 'RESET search_path'].join(';'));
  }

  introspect(schemas: readonly string[] = SCHEMAS): Promise<Schema> {
    return introspect(this.client, { schemas, ignore: ['SequelizeMeta'] });
  }

  /** What the SQL makes of an empty database. */
  async schemaOf(sql: string, schemas?: readonly string[]): Promise<Schema> {
    await this.empty();
    await this.client.query(sql);
    return recordSchema(sql, await this.introspect(schemas));
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

/** What came of a change that was run. */
export interface Proof extends Diff {
  from: Schema;
  to: Schema;
  hints: Hints;
  /** The whole migration file; empty where nothing is to be done. */
  text: string;
  /** What the independent judge finds between the migrated database and the wanted one; undefined where it was not asked. */
  differences?: string[];
}

/**
 * Diffs two databases and runs the file that it gives: up on a database with rows gives what the model says and leaves nothing to
 * do, down gives back what was, up again works.
 */
export async function prove(bench: Workbench, change: Change, expect: Expect, isJudged = false): Promise<Proof> {
  const to = await bench.schemaOf(change.after);
  const judged = isJudged ? await judgeReads(bench.client) : undefined;
  const from = await bench.schemaOf(change.before);
  await bench.client.query(change.rows ?? '');
  const hints = (typeof change.hints === 'function' ? change.hints(from, to) : change.hints) ?? {};
  const result = diff(from, to, hints);
  const text = result.operations.length === 0 ? '' : renderMigration(result.operations);
  recordText(`${change.before}\n→\n${change.after}`, text);
  const proof = { ...result, from, to, hints, text };
  if (result.problems.length > 0 || result.undecidedCasts.length > 0) return proof;
  const is = await upDownUp(bench, change, proof, expect);
  const again = diff(is, to, { ...hints, renames: [] });
  expect({ operations: again.operations, problems: again.problems }, { operations: [], problems: [] });
  if (judged === undefined) return proof;
  return { ...proof, differences: differencesOf(await judgeReads(bench.client), judged) };
}

/** What up gives is looked at once, the second time: it begins with the same schema as the first. */
async function upDownUp(bench: Workbench, change: Change, proof: Proof, expect: Expect): Promise<Schema> {
  if (proof.text === '') return proof.from;
  const keeps = change.keeps ?? '';
  const kept = await bench.answer(keeps);
  const file = parseSqlMigration('test.sql', proof.text);
  const up = async (): Promise<void> => {
    await bench.run(file.up.sql);
    expect(await bench.answer(keeps), kept);
  };
  await up();
  await bench.run(file.down?.sql ?? '');
  expect(comparable(await bench.introspect()), comparable(proof.from));
  await up();
  const is = await bench.introspect();
  expect(comparable(is), comparable(applyAll(proof.from, proof.operations)));
  return is;
}
