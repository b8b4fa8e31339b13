import { createRequire } from 'node:module';
import { createTestDatabase, type TestDatabase } from '@roster/local-postgres/testing';
import pg from 'pg';
import { Sequelize } from 'sequelize-typescript';
import { afterAll, beforeAll } from 'vitest';
import { fingerprint } from '../src/fingerprint.ts';
import { introspect } from '../src/postgres/introspect.ts';
import type { Schema, Table } from '../src/schema/schema.ts';
import { schemaSql } from '../src/schema/sql.ts';
import { type Draft, type DraftOptions, draftFromModels } from '../src/sequelize/from-models.ts';
import { recordSchema } from './server.ts';

/** Defines models on the Sequelize that it is given. */
export type Define = (sequelize: Sequelize) => unknown;

/** The schemas of the cases. */
export const SCHEMAS = ['public', 'Audit', 'hr'];

/** HSTORE wants the package pg-hstore to read and write values; a schema does without. */
const require = createRequire(import.meta.url);
const hstore = require.resolve('sequelize/lib/dialects/postgres/hstore');
require.cache[hstore] = {
  exports: {
    stringify: (value: object) =>
      Object.entries(value)
        .map(([key, text]) => `"${key}"=>"${text}"`)
        .join(),
  },
} as NodeJS.Module;

/** A Sequelize that knows no database. */
export function defined(define: Define, options: object = {}): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres', logging: false, ...options });
  define(sequelize);
  return sequelize;
}

/** Two databases for a file of tests, emptied before each use: one for sync, one for drafts. */
export interface Pair {
  /** What sync() makes of the models. */
  synced(define: Define, options?: object): Promise<Schema>;
  /** What the draft of the models becomes. */
  drafted(define: Define, options?: object, draftOptions?: DraftOptions): Promise<Schema>;
  /** Runs SQL on an empty database and reads what it made. */
  made(sql: string): Promise<Schema>;
}

export function usePair(prefix: string): Pair {
  const databases: TestDatabase[] = [];
  const clients: pg.Client[] = [];
  beforeAll(async () => {
    for (const side of ['sync', 'draft']) {
      const database = await createTestDatabase(`${prefix}_${side}`);
      databases.push(database);
      clients.push(await prepared(database));
    }
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await Promise.all(databases.map((database) => database.drop()));
  });
  const empty = async (side: 0 | 1): Promise<pg.Client> => {
    const client = clients[side] as pg.Client;
    await client.query(SCHEMAS.map((name) => `DROP SCHEMA IF EXISTS "${name}" CASCADE`).join(';'));
    return client;
  };
  const read = (client: pg.Client): Promise<Schema> => introspect(client, { schemas: SCHEMAS });
  const made = async (sql: string): Promise<Schema> => {
    const client = await empty(1);
    await client.query(`CREATE SCHEMA public; ${sql}`);
    return recordSchema(sql, await read(client));
  };
  return {
    made,
    drafted: (define, options, draftOptions) =>
      made(schemaSql(draftFromModels(defined(define, options), { schemas: SCHEMAS, ...draftOptions }).schema)),
    synced: async (define, options = {}) => {
      const client = await empty(0);
      await client.query(SCHEMAS.map((name) => `CREATE SCHEMA "${name}"`).join(';'));
      const sequelize = new Sequelize((databases[0] as TestDatabase).url, {
        logging: false,
        pool: { max: 2 },
        ...options,
      });
      try {
        define(sequelize);
        await sequelize.sync();
        return recordSchema('sync()', await read(client));
      } finally {
        await sequelize.close();
      }
    },
  };
}

/** A connection to a database whose extensions are in a schema of their own, that the search_path finds. */
async function prepared({ url, name }: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE EXTENSION btree_gist SCHEMA ext;
     CREATE EXTENSION pg_trgm SCHEMA ext; ALTER DATABASE "${name}" SET search_path = public, ext; SET search_path = public, ext; SET client_min_messages = error`,
  );
  return client;
}

/** What sync() makes and what the draft becomes; a draft that is right has them equal, names and all. */
export async function both(pair: Pair, define: Define, options?: object): Promise<{ synced: Made; drafted: Made }> {
  const synced = await pair.synced(define, options);
  const drafted = await pair.drafted(define, options);
  return { synced: asMade(synced), drafted: asMade(drafted) };
}

export interface Made {
  schema: Schema;
  fingerprint: string;
}

const asMade = (schema: Schema): Made => ({ schema, fingerprint: fingerprint(schema) });

export const draftOf = (define: Define, options?: DraftOptions): Draft => draftFromModels(defined(define), options);

export function tableOf(schema: Schema, name: string): Table {
  const table = schema.tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}
