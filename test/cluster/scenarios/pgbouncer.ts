import { join } from 'node:path';
import { rowOf, withClient } from '../../harness/database.ts';
import { type Aim, atLeast, printAims } from '../../harness/report.ts';
import { note } from '../../harness/words.ts';
import { makeNetwork } from '../network.ts';
import { type Pooler, startPgbouncer } from '../parts/pgbouncer.ts';
import { startPostgres } from '../parts/postgres.ts';
import { type Outcome, runNode } from '../run-command.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { tryManyClients } from './pgbouncer-clients.ts';
import { runSuite } from './pgbouncer-suite.ts';
import { CLIENTS, type Pooled, SERVER_CONNECTIONS } from './pooled.ts';

const SERVER_PORT = 5432;

/** Transaction mode, 20 server connections, 500 clients; and what must not be done through it. */
export async function pgbouncer({ folder, minutes }: ScenarioOptions): Promise<boolean> {
  await makeNetwork();
  const { url: directUrl } = await startPostgres(SERVER_PORT, folder);
  const limits = { serverPort: SERVER_PORT, serverConnections: SERVER_CONNECTIONS, clientConnections: CLIENTS + 100 };
  const pooler = await startPgbouncer(folder, { ...limits, port: 6432, mode: 'transaction' });
  const bySession = await startPgbouncer(folder, { ...limits, port: 6433, mode: 'session' });
  const pooled = { folder, directUrl, pooler };
  const aims = [
    ...(await tryMigrations(pooled, bySession)),
    ...(await tryManyClients(pooled, minutes * 60)),
    ...(await runSuite(pooled)),
  ];
  return printAims(aims);
}

/** Refused through the pooler alone, run past it, and run with a word where sessions keep their connection. */
async function tryMigrations({ folder, directUrl, pooler }: Pooled, bySession: Pooler): Promise<Aim[]> {
  note('Migrations');
  await withClient(directUrl, async (client) => {
    await client.query('CREATE DATABASE roster');
    await client.query('CREATE DATABASE other');
  });
  const up = (env: Record<string, string>): Promise<Outcome> =>
    runNode(['packages/migrator/dist/cli.js', 'up'], env, join(folder, 'migrate.log'));
  const through = ({ host }: Pooler, database: string): string => `postgres://postgres@${host}/${database}`;
  const direct = (database: string): string => `postgres://postgres@127.0.0.1:${SERVER_PORT}/${database}`;

  const refused = await up({ DATABASE_URL: through(pooler, 'roster') });
  const leftBehind = await tablesIn(direct('roster'));
  const session = await up({ DATABASE_URL: through(bySession, 'other') });
  const run = await up({ DATABASE_URL: through(pooler, 'roster'), MIGRATE_DATABASE_URL: direct('roster') });
  const server = await startUndeclared(through(pooler, 'roster'), folder);
  const hasWord = /DATABASE_POOLED[\s\S]*MIGRATE_DATABASE_URL/.test(refused.output);
  return [
    holds('`migrate up` through the pooler alone', `exit ${refused.code}`, 'exit 2', refused.code === 2),
    holds('says why, and names MIGRATE_DATABASE_URL', hasWord ? 'yes' : 'no', 'yes', hasWord),
    holds('tables that it left behind', String(leftBehind), '0', leftBehind === 0),
    holds('`migrate up` with MIGRATE_DATABASE_URL', `exit ${run.code}`, 'exit 0', run.code === 0),
    holds('`migrate up` where sessions are pooled', `exit ${session.code}`, 'exit 0', session.code === 0),
    holds('a server that has been told of no pooler', `exit ${server.code}`, 'exit 5', server.code === 5),
    atLeast('it says what to name', server.output.includes('MIGRATE_DATABASE_URL') ? 1 : 0, 1),
  ];
}

const startUndeclared = (url: string, folder: string): Promise<Outcome> =>
  runNode(
    ['apps/api/dist/main.js'],
    { DATABASE_URL: url, NODE_ENV: 'production', PORT: '8082' },
    join(folder, 'undeclared.log'),
  );

const holds = (what: string, seen: string, aim: string, isMet: boolean): Aim => ({ what, seen, aim, isMet });

const tablesIn = async (url: string): Promise<number> =>
  (
    await rowOf<{ count: number }>(
      url,
      "SELECT count(*)::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    )
  ).count;
