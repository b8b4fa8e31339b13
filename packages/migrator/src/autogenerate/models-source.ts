import { quoteName } from '../schema/quote.ts';
import type { Schema, Table } from '../schema/schema.ts';
import { schemaSql } from '../schema/sql.ts';
import type { Draft } from '../sequelize/from-models.ts';
import { benchOf, schemaOf } from './build.ts';
import { type ColumnPrints, printsOf, samplesOf } from './column-prints.ts';
import { readSchema } from './replay.ts';
import { hasNameTwice, inOneList, isPlain, sameTables, standInFor } from './same-tables.ts';
import type { Source } from './sources.ts';
import type { Bench, Workshop } from './workshop.ts';

/** What the models say, as PostgreSQL understands it. */
export function modelsSource({ schema }: Draft): Source {
  const sql = schemaSql(schema);
  return {
    inputs: ['models', sql],
    read: async (workshop, replayed) => {
      const found = replayed && (await readBeside(workshop, schema, replayed));
      return found ?? schemaOf(workshop, sql);
    },
  };
}

/**
 * Reads a draft where the same server has made another schema already: most tables are there, and need not be made again.
 * What PostgreSQL says of a column's type and default it says of a sample; a table that is, with that, the same as one
 * that is there reads back the same. All others are made. Undefined where a doubt is left: then all of it has to be made.
 */
async function readBeside(workshop: Workshop, draft: Schema, replayed: Promise<Schema>): Promise<Schema | undefined> {
  const prepared = await prepare(workshop, draft).catch(() => undefined);
  const made = await replayed;
  if (prepared === undefined) return undefined;
  const same = sameTables(draft, made, prepared.prints);
  const rest = await makeRest(workshop, prepared, draft, same).catch(() => undefined);
  if (rest === undefined) return undefined;
  const schema = { ...rest, tables: inOneList(rest.tables, same) };
  return hasNameTwice(schema) ? undefined : schema;
}

interface Prepared {
  bench: Bench;
  samples: Table[];
  prints: ColumnPrints;
  /** What is there beside the samples: the draft's enums, and what the prelude has made. */
  schema: Schema;
}

async function prepare(workshop: Workshop, draft: Schema): Promise<Prepared | undefined> {
  const plain = draft.tables.filter(isPlain);
  if (plain[0] === undefined) return undefined;
  const samples = samplesOf(
    plain[0].schema,
    plain.flatMap(({ columns }) => columns),
  );
  const bench = await benchOf(workshop, schemaSql({ ...draft, tables: samples }));
  const schema = await readSchema(workshop, bench);
  const prints = printsOf(samples, schema);
  return prints && { bench, samples, prints, schema: without(schema, samples) };
}

const without = (schema: Schema, left: readonly Table[]): Schema => {
  const names = new Set(left.map(quoteName));
  return { ...schema, tables: schema.tables.filter((table) => !names.has(quoteName(table))) };
};

/** Makes the tables that are not there yet, beside what they refer to. @returns the schema without `same` */
async function makeRest(
  workshop: Workshop,
  { bench, samples, schema }: Prepared,
  draft: Schema,
  same: readonly Table[],
): Promise<Schema> {
  const there = new Set(same.map(quoteName));
  const others = draft.tables.filter((table) => !there.has(quoteName(table)));
  if (others.length === 0) return schema;
  const needed = new Set(
    others.flatMap(({ foreignKeys }) => foreignKeys.map(({ references }) => quoteName(references))),
  );
  const standIns = draft.tables.filter((table) => there.has(quoteName(table)) && needed.has(quoteName(table)));
  const drops = samples.map((table) => `DROP TABLE ${quoteName(table)};\n`).join('');
  const tables = inOneList(others, standIns.map(standInFor));
  await bench.client.query(`${drops}${schemaSql({ schemas: [], enums: [], tables })}`);
  return without(await readSchema(workshop, bench), standIns);
}
