import { setTimeout as sleep } from 'node:timers/promises';
import { errorsLogged, startApi } from '../../harness/api.ts';
import { runClosedLoop } from '../../harness/closed-loop.ts';
import { rowOf } from '../../harness/database.ts';
import { countedText, quantile } from '../../harness/figures.ts';
import { type Answer, type HttpClient, openHttp } from '../../harness/http-client.ts';
import { type Aim, atLeast, atMost } from '../../harness/report.ts';
import { note, print } from '../../harness/words.ts';
import type { PoolerLoad } from '../parts/pgbouncer.ts';
import { CLIENTS, type Pooled, SERVER_CONNECTIONS } from './pooled.ts';

/** Looks at the pooler and at PostgreSQL while the load lasts. */
interface Peak extends PoolerLoad {
  /** Sessions of the API's database as PostgreSQL counts them. */
  sessions: number;
}

/** 500 HTTP clients over one process that has a connection to the pooler for each of them. */
export async function tryManyClients({ folder, directUrl, pooler }: Pooled, seconds: number): Promise<Aim[]> {
  note(`${CLIENTS} clients`);
  const api = await startApi('api', 8081, folder, {
    DATABASE_URL: `postgres://postgres@${pooler.host}/roster`,
    MIGRATE_DATABASE_URL: directUrl.replace(/postgres$/, 'roster'),
    DATABASE_POOL_MAX: String(CLIENTS),
    DATABASE_TIMEOUT: '10000',
  });
  const clients = Array.from({ length: CLIENTS }, () => openHttp(api));
  // Connected before the load begins: in the midst of it a process that does most of its work in long turns takes few new
  // ones a second (docs/operators.md, limits).
  await Promise.all(clients.map((client) => client.ask({ method: 'GET', path: '/livez' })));
  const watching = new AbortController();
  const peak = watch(pooler, directUrl, watching.signal);
  const answered = await runClosedLoop(clients, Math.min(seconds, 60), ask);
  watching.abort();
  const { clients: most, waiting, servers, sessions } = await peak;
  await api.process.stop();
  const took = answered.map((one) => one.took);
  const statuses = answered.map(({ status }) => status);
  const bad = statuses.filter((status) => status !== 200 && status !== 201).length;
  print(
    `${CLIENTS} clients: ${countedText(statuses)}; ms p50 ${quantile(took, 0.5).toFixed(0)}, p99 ${quantile(took, 0.99).toFixed(0)}`,
  );
  print(`at most ${most} clients of the pooler, ${waiting} of them waiting\n`);
  return [
    atMost(`answers to ${CLIENTS} clients other than 200 and 201`, bad, 0),
    atLeast('connections of the API to the pooler, at most', most, CLIENTS * 0.8),
    atMost('connections of the pooler to PostgreSQL', servers, SERVER_CONNECTIONS),
    atMost('sessions that PostgreSQL counted', sessions, SERVER_CONNECTIONS),
    atMost('errors in the log of the API', errorsLogged(api).length, 0),
  ];
}

/** One in four writes; the rest read by id, and lists. */
function ask(client: HttpClient, index: number): Promise<Answer> {
  if (index % 4 === 0) {
    const body = { name: `client-${index}`, salary: '1000.00', gender: '男' };
    return client.ask({ method: 'POST', path: '/v1/employees', body });
  }
  return client.ask({ method: 'GET', path: index % 4 === 1 ? '/v1/employees/1' : '/v1/employees?limit=20' });
}

async function watch(pooler: Pooled['pooler'], directUrl: string, over: AbortSignal): Promise<Peak> {
  const peak: Peak = { clients: 0, waiting: 0, servers: 0, sessions: 0 };
  while (!over.aborted) {
    const { sessions } = await rowOf<{ sessions: number }>(
      directUrl,
      "SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE datname = 'roster' AND backend_type = 'client backend'",
    );
    const now: Peak = { ...(await pooler.load()), sessions };
    for (const name of ['clients', 'waiting', 'servers', 'sessions'] as const)
      peak[name] = Math.max(peak[name], now[name]);
    await sleep(500);
  }
  return peak;
}
