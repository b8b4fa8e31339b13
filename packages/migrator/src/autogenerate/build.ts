import type { ClientBase } from 'pg';
import { copyRefused, modelsRefused } from '../errors.ts';
import { splitStatements } from '../postgres/statements.ts';
import type { Schema } from '../schema/schema.ts';
import { schemaSql } from '../schema/sql.ts';
import { type Replayed, readSchema } from './replay.ts';
import type { Bench, Workshop } from './workshop.ts';

/** A scratch database like one whose schema is known. @throws MigratorError COPY_REFUSED */
export async function build(workshop: Workshop, schema: Schema): Promise<Replayed> {
  return { bench: await benchOf(workshop, schemaSql(schema), copyRefused), schema };
}

/** What a draft's script makes. @throws MigratorError MODELS_REFUSED */
export const schemaOf = async (workshop: Workshop, sql: string): Promise<Schema> =>
  readSchema(workshop, await benchOf(workshop, sql, modelsRefused));

/** @param refused makes the error of the statement at which PostgreSQL stops */
export async function benchOf(workshop: Workshop, sql: string, refused?: typeof copyRefused): Promise<Bench> {
  const bench = await workshop.bench();
  await bench.client.query(sql).catch(async (cause: unknown) => {
    throw refused === undefined ? cause : refused(await firstRefused(bench.client, sql), cause);
  });
  return bench;
}

/** The error of a script tells its place only sometimes: statement by statement it is found. */
async function firstRefused(client: ClientBase, sql: string): Promise<string | undefined> {
  for (const { text } of await splitStatements(sql).catch(() => [])) {
    const isRefused = await client.query(text).then(
      () => false,
      () => true,
    );
    if (isRefused) return text;
  }
  return undefined;
}
