import type { Rehearsed } from './bundle.ts';

/** Nothing listens there. */
const NOWHERE = 'postgres://127.0.0.1:1/roster';
const SECOND = 1000;

/** A start and its first requests, as far as they go where there is no database. */
export async function rehearse(server: Rehearsed): Promise<void> {
  const env = server.readEnv({ NODE_ENV: 'production', DATABASE_URL: NOWHERE, PORT: '0' });
  const log = await server.createLog({ level: 'info', pretty: false }, { write: () => undefined });
  const sequelize = server.createSequelize(NOWHERE, { ...server.unlimited(env), statementTimeout: SECOND });
  const outage = new server.OutageWatch(log, () => Promise.resolve());
  const migrator = server.migratorOf(sequelize, log);
  const clients = server.openFastClients(server.opener(sequelize), { reads: 1, writes: 1, slow: 1 }, SECOND);
  const app = server.createApp({
    sequelize,
    clients,
    migrator,
    log,
    outage,
    watched: new server.WatchedServer(server.opener(sequelize)),
    lifecycle: { draining: false },
    concurrency: { target: SECOND, least: 1, most: 10 },
    bodyLimit: env.BODY_LIMIT,
    bodyTimeout: SECOND,
    patience: SECOND,
    cursorSecret: '',
  });
  const answer = app.callback();
  const listening = await server.listen((req, res) => void answer(req, res), {
    host: env.HOST,
    port: env.PORT,
    requestTimeout: SECOND,
  });
  const statuses = ['/livez', '/readyz', '/v1/employees/1', '/v1/employees'].map(
    async (path) => (await fetch(server.addressOf(listening) + path)).status,
  );
  const got = (await Promise.all(statuses)).join();
  if (got !== '200,503,503,503') throw new Error(`the bundle's rehearsal was answered ${got}`);
  outage.close();
  await server.drain(listening, SECOND);
  await server.closeFastClients(clients);
  await sequelize.close();
}
