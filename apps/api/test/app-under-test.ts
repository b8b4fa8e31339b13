import { createTestDatabase } from '@roster/local-postgres/testing';
import { createMigrator, prepareDatabase } from '@roster/migrator';
import { migrations } from '@roster/models/migrations';
import type { Sequelize } from 'sequelize-typescript';
import { type AppOptions, createApp } from '../src/app.ts';
import { createSequelize, opener, probe } from '../src/database/connection.ts';
import { OutageWatch } from '../src/database/outage.ts';
import { closeFastClients, type FastClients, openFastClients } from '../src/fast/fast-clients.ts';
import type { SharedClients } from '../src/fast/shared-clients.ts';
import type { Lifecycle } from '../src/lifecycle.ts';
import { createLog } from '../src/log.ts';
import { WatchedServer } from '../src/replicas/watched-server.ts';
import { addressOf, listen } from '../src/server.ts';
import { type JsonClient, jsonClient } from './json-client.ts';
import { isPooled, throughPooler } from './pooler.ts';

export interface AppUnderTest {
  address: string;
  /** Where the database is. */
  url: string;
  request: JsonClient;
  sequelize: Sequelize;
  /** Of the fast path, where it is on. */
  clients: FastClients | undefined;
  lifecycle: Lifecycle;
  /** The log's lines so far, parsed. */
  lines: Record<string, unknown>[];
  close(): Promise<void>;
  /** `close` does it, unless the app is over another one's. */
  closeDatabase(): Promise<void>;
}

/** What a test may choose; the rest is made here. */
type Settings = Partial<Omit<AppOptions, 'sequelize' | 'watched' | 'migrator' | 'log' | 'outage' | 'lifecycle'>> & {
  /** How long any request may take to come, in milliseconds. */
  requestTimeout?: number;
  /** Whether by the fast path. Default: as FAST_PATH says, so that each test can be run both ways. */
  isFast?: boolean;
  /** Another app, whose database this one serves as well. */
  over?: AppUnderTest;
};

/** For a connection, on a machine with much else to do. */
const PATIENCE_MS = 10_000;

/** The whole app on a port and a database of its own, within this process. */
export async function startApp({
  bodyLimit = 1024 * 1024,
  requestTimeout = 60_000,
  isFast = process.env.FAST_PATH !== 'off' && !isPooled,
  over,
  ...settings
}: Settings = {}): Promise<AppUnderTest> {
  const { url, sequelize, closeDatabase } = over ?? (await openDatabase());
  const migrator = createMigrator({ sequelize, migrations });

  const lines: Record<string, unknown>[] = [];
  const log = await createLog({ level: 'info', pretty: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const lifecycle = { draining: false };
  const outage = new OutageWatch(log, () => probe(opener(sequelize)), 50);
  const watched = new WatchedServer(opener(sequelize), PATIENCE_MS);
  const concurrency = { target: PATIENCE_MS, least: 10, most: 10_000 };
  const given = { concurrency, bodyLimit, bodyTimeout: 2000, patience: 60_000, cursorSecret: 'test', ...settings };
  const clients = isFast
    ? openFastClients(opener(sequelize), { reads: 1, writes: 1, slow: 1 }, PATIENCE_MS)
    : undefined;
  // Otherwise the first requests would find no connection, and go the plain way.
  await Promise.all(Object.values(clients ?? {}).map((shared: SharedClients) => shared.ready()));
  const answer = createApp({ sequelize, clients, watched, migrator, log, outage, lifecycle, ...given }).callback();
  const options = { host: '127.0.0.1', port: 0, requestTimeout };
  const server = await listen((req, res) => void answer(req, res), options);
  const address = addressOf(server);
  const close = async (): Promise<void> => {
    outage.close();
    server.close().closeAllConnections();
    await watched.close();
    if (clients !== undefined) await closeFastClients(clients);
    if (over === undefined) await closeDatabase();
  };
  return { address, url, request: jsonClient(address), sequelize, clients, lifecycle, lines, close, closeDatabase };
}

async function openDatabase(): Promise<Pick<AppUnderTest, 'url' | 'sequelize' | 'closeDatabase'>> {
  const database = await createTestDatabase('api');
  const direct = createSequelize(database.url, { poolMax: 5, timeout: PATIENCE_MS });
  await prepareDatabase(direct, createMigrator({ sequelize: direct, migrations }));
  const sequelize = isPooled ? await pooled(direct, database.url) : direct;
  const closeDatabase = async (): Promise<void> => {
    await sequelize.close();
    await database.drop();
  };
  return { url: database.url, sequelize, closeDatabase };
}

/** What has been prepared past the pooler is served through it. */
async function pooled(direct: Sequelize, url: string): Promise<Sequelize> {
  await direct.close();
  return createSequelize(throughPooler(url), { poolMax: 5, timeout: PATIENCE_MS, isPooled });
}
