import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EndpointName } from './load/traffic.ts';
import type { Program } from './server-process.ts';

export interface Contestant {
  name: string;
  /** As the tables have it. */
  title: string;
  program(databaseUrl: string): Program;
  /** What the library has no natural way to do. */
  without?: readonly EndpointName[];
}

export const POOL_SIZE = 10;

export const peer =
  (file: string) =>
  (databaseUrl: string): Program => ({
    path: join(import.meta.dirname, `dist/servers/${file}.js`),
    env: { DATABASE_URL: databaseUrl, DATABASE_POOL_MAX: String(POOL_SIZE) },
  });

const key = `roster_${randomBytes(32).toString('base64url')}`;
const entry = `bench:writer:${createHash('sha256').update(key).digest('hex')}`;

/** As on a deploy: the build, every middleware, its log, and a key that each request has to bring. */
export const roster =
  (env: Record<string, string> = {}, path = '../../apps/api/dist/main.js') =>
  (databaseUrl: string): Program => ({
    path: join(import.meta.dirname, path),
    env: {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_MAX: String(POOL_SIZE),
      PORT: '0',
      LOG_LEVEL: 'info',
      API_KEYS: entry,
      ...env,
    },
    headers: { 'x-api-key': key },
  });

/** What everything else is divided by. */
export const REFERENCE = 'bare';

/** In the order of the tables. */
export const contestants: readonly Contestant[] = [
  { name: REFERENCE, title: 'bare node:http + pg, prepared statements', program: peer('bare') },
  {
    name: 'bare-json',
    title: 'bare node:http + pg, PostgreSQL writes the JSON, pipelined',
    program: peer('bare-json'),
  },
  { name: 'naive', title: 'Koa + sequelize-typescript, findAll → toJSON', program: peer('naive') },
  { name: 'drizzle', title: 'Fastify + Drizzle, prepared statements', program: peer('drizzle') },
  { name: 'kysely', title: 'Fastify + Kysely', program: peer('kysely') },
  { name: 'prisma', title: 'Fastify + Prisma 7', program: peer('prisma') },
  { name: 'typeorm', title: 'Fastify + TypeORM 1', program: peer('typeorm') },
  { name: 'roster', title: 'Roster', program: roster() },
  { name: 'roster-plain', title: 'Roster with FAST_PATH=off', program: roster({ FAST_PATH: 'off' }) },
];
