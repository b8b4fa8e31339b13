import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { cuttingProxy } from './cutting-proxy.ts';
import { connectTo, emptyDatabase } from './database-under-test.ts';
import { type Json, jsonClient, type Reply } from './json-client.ts';
import { spawnServer } from './server-under-test.ts';

/** Each starts servers, on a machine with much else to do. */
vi.setConfig({ testTimeout: 180_000 });

/** So that the same tests go through on both ways (`pnpm test:plain`). */
const { FAST_PATH = 'on' } = process.env;

interface Write {
  path: string;
  body: unknown;
  type: string;
  /** Of an answer that it was done. */
  status: number;
  rows: number;
}

const PEOPLE = { name: '李雷', salary: '12345.60', gender: '男' };
const JSON_TYPE = 'application/json';

/** One of each kind. @param run so that no two have a name */
const writesOf = (run = ''): Write[] => [
  { path: '', body: { ...PEOPLE, name: `one${run}` }, type: JSON_TYPE, status: 201, rows: 1 },
  {
    path: '/bulk',
    body: ['a', 'b'].map((name) => ({ ...PEOPLE, name: `many ${name}${run}` })),
    type: JSON_TYPE,
    status: 201,
    rows: 2,
  },
  {
    path: '/import',
    body: `name,salary,gender\nx${run},1,女\ny${run},2,男\nz${run},3,女\n`,
    type: 'text/csv',
    status: 200,
    rows: 3,
  },
];

const ALL_ROWS = 6;

/** Under a key that no other has. */
const keyOf = ({ body }: Write): string => createHash('md5').update(JSON.stringify(body)).digest('hex');

const send = (address: string, write: Write): Promise<Reply> => {
  const headers = { 'content-type': write.type, 'idempotency-key': keyOf(write) };
  return jsonClient(address)('POST', `/v1/employees${write.path}`, write.body, headers);
};

const isReplayed = ({ headers }: Reply): boolean => headers.get('idempotency-replayed') === 'true';
const told = ({ status, text, headers }: Reply) => [status, text, headers.get('location'), headers.get('etag')];

async function counts(url: string): Promise<number[]> {
  const client = await connectTo(url);
  const { rows } = await client.query(
    'SELECT (SELECT count(*)::int FROM employee) AS employees, (SELECT count(*)::int FROM idempotency_key) AS keys',
  );
  return [rows[0].employees, rows[0].keys];
}

const start = async (url: string, settings: Record<string, string> = {}) => {
  const server = spawnServer({ DATABASE_URL: url, FAST_PATH, ...settings });
  return { ...server, address: await server.listening };
};

/** As a client would: again as long as it is told that the first one is not done yet. */
const sendUntilAnswered = (address: string, write: Write): Promise<Reply> =>
  vi.waitFor(
    async () => {
      const reply = await send(address, write);
      expect(reply.status).not.toBe(409);
      return reply;
    },
    { timeout: 20_000, interval: 100 },
  );

test('what one process has done another one knows, and so does the next that starts', async () => {
  const url = await emptyDatabase();
  const [one, other] = await Promise.all([start(url), start(url)]);
  const firsts: Reply[] = [];
  for (const write of writesOf()) {
    const first = await send(one.address, write);
    expect([first.status, isReplayed(first)]).toEqual([write.status, false]);
    const again = await send(other.address, write);
    expect([told(again), isReplayed(again)]).toEqual([told(first), true]);
    firsts.push(first);
  }
  for (const { child, exited } of [one, other]) {
    child.kill('SIGKILL');
    await exited;
  }
  const restarted = await start(url);
  const again = await Promise.all(writesOf().map((write) => send(restarted.address, write)));
  expect(again.map(told)).toEqual(firsts.map(told));
  expect(await counts(url)).toEqual([ALL_ROWS, 3]);
});

test('30 with one key at two processes at once: one is done, the others are its answer or 409', async () => {
  const url = await emptyDatabase();
  // Each has a connection: nobody waits for one in vain, however slow the machine.
  const roomy = { DATABASE_POOL_MAX: '25' };
  const servers = await Promise.all([start(url, roomy), start(url, roomy)]);
  for (const write of [...writesOf('1').slice(0, 2), ...writesOf('2').slice(0, 2)]) {
    const sending = Array.from({ length: 30 }, (_, at) => send(servers[at % 2]?.address ?? '', write));
    const replies = await Promise.all(sending);
    const made = replies.filter(({ status }) => status === 201);
    expect(made.filter((reply) => !isReplayed(reply))).toHaveLength(1);
    expect(new Set(made.map((reply) => String(told(reply)))).size).toBe(1);
    for (const { status, body } of replies.filter((reply) => !made.includes(reply))) {
      expect([status, body.type]).toEqual([409, 'urn:roster:problem:idempotency-key-in-use']);
    }
  }
  expect(await counts(url)).toEqual([6, 4]);
});

test('what was killed between write and commit never was, and is done by the retry', async () => {
  const url = await emptyDatabase();
  const one = await start(url);
  const holder = await connectTo(url);
  // An answer can be looked for, and not be written down.
  await holder.query('BEGIN; LOCK TABLE idempotency_key IN EXCLUSIVE MODE');
  const lost = Promise.allSettled(writesOf().map((write) => send(one.address, write)));
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  // Within a transaction PostgreSQL shows what was going on at the first look.
  const watcher = await connectTo(url);
  await vi.waitFor(async () => expect((await watcher.query(waiting)).rowCount).toBe(3), 20_000);
  one.child.kill('SIGKILL');
  expect((await lost).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  await holder.query('COMMIT');

  const other = await start(url);
  for (const write of writesOf()) {
    const retry = await sendUntilAnswered(other.address, write);
    expect([retry.status, isReplayed(retry)]).toEqual([write.status, false]);
    expect(told(await send(other.address, write))).toEqual(told(retry));
  }
  expect(await counts(url)).toEqual([ALL_ROWS, 3]);
});

test.each(['before', 'after'] as const)(
  'a connection that is cut %s PostgreSQL has its COMMIT: 503, and the retry has the one answer',
  async (moment) => {
    const url = await emptyDatabase();
    const proxy = await cuttingProxy(url);
    const server = await start(proxy.url);
    for (const write of writesOf()) {
      proxy.cutNextCommit(moment);
      const { status, body, headers } = await send(server.address, write);
      const AWAY = [503, 'urn:roster:problem:database-unavailable', '2'];
      expect([status, body.type, headers.get('retry-after')]).toEqual(AWAY);
      const retry = await sendUntilAnswered(server.address, write);
      expect([retry.status, isReplayed(retry)]).toEqual([write.status, moment === 'after']);
      expect(told(await send(server.address, write))).toEqual(told(retry));
    }
    expect([proxy.cuts(), await counts(url)]).toEqual([3, [ALL_ROWS, 3]]);

    // Sequelize would say on stderr what each request's own answer says.
    server.child.kill('SIGTERM');
    expect((await server.exited).code).toBe(0);
    expect(server.text()).toBe('');
    expect(server.lines().filter(({ level }: Json) => level >= 40)).toEqual([]);
  },
);
