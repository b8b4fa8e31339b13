import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createSequelize } from '../src/database/connection.ts';
import { sweepNowAndThen } from '../src/idempotency/sweep.ts';
import { createLog } from '../src/log.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { connectTo } from './database-under-test.ts';
import type { Json } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE idempotency_key'));

const INTERVAL_MS = 20;

/** Answers of which so many have expired. */
const fill = (expired: number, live: number): Promise<unknown> =>
  app.sequelize.query(
    `INSERT INTO idempotency_key SELECT n, '', 201, '{}', '', now() + CASE WHEN n <= ${expired} THEN -1 ELSE 1 END * INTERVAL '1 h'
     FROM generate_series(1, ${expired + live}) AS n`,
  );

const digests = async (): Promise<number[]> => {
  const [rows] = (await app.sequelize.query('SELECT digest::int FROM idempotency_key ORDER BY 1')) as [Json[], unknown];
  return rows.map(({ digest }) => digest);
};

async function sweeping(sequelize = app.sequelize) {
  const lines: Json[] = [];
  const log = await createLog(
    { level: 'debug', pretty: false },
    { write: (line) => void lines.push(JSON.parse(line)) },
  );
  const end = sweepNowAndThen(sequelize, log, INTERVAL_MS);
  onTestFinished(end);
  return { end, lines };
}

test('what has expired goes, batch by batch, and nothing else', async () => {
  await fill(1200, 3);
  const { lines } = await sweeping();
  await vi.waitFor(async () => expect(await digests()).toEqual([1201, 1202, 1203]), 10_000);
  expect(lines).toEqual([]);
});

test('many that sweep at once do not stand in each other’s way', async () => {
  await fill(2000, 3);
  const all = await Promise.all(Array.from({ length: 4 }, () => sweeping()));
  await vi.waitFor(async () => expect(await digests()).toHaveLength(3), 10_000);
  expect(all.flatMap(({ lines }) => lines)).toEqual([]);
});

test('a row that a request is about to renew is left out', async () => {
  await fill(3, 0);
  const holder = await connectTo(app.url);
  await holder.query("BEGIN; UPDATE idempotency_key SET expires_time = now() + INTERVAL '1 h' WHERE digest = '2'");
  await sweeping();
  await vi.waitFor(async () => expect(await digests()).toEqual([2]), 10_000);
  await holder.query('COMMIT');
  await sleep(INTERVAL_MS * 5);
  expect(await digests()).toEqual([2]);
});

test('after its end nothing is swept', async () => {
  const { end } = await sweeping();
  await end();
  await fill(3, 0);
  await sleep(INTERVAL_MS * 5);
  expect(await digests()).toHaveLength(3);
});

test('a database that is away is not spoken of; what is wrong for good is, once', async () => {
  const nowhere = createSequelize('postgres://u:secret@127.0.0.1:1/roster', { poolMax: 2, timeout: 1000 });
  onTestFinished(() => nowhere.close());
  const away = await sweeping(nowhere);
  await app.sequelize.query('ALTER TABLE idempotency_key RENAME TO elsewhere');
  const broken = await sweeping();
  await vi.waitFor(() => expect(broken.lines).toHaveLength(1), 10_000);
  await sleep(INTERVAL_MS * 5);
  expect(broken.lines).toMatchObject([
    { level: 40, err: { cause: { code: '42P01' } }, msg: expect.stringContaining('swept') },
  ]);
  expect(away.lines).toEqual([]);

  await app.sequelize.query('ALTER TABLE elsewhere RENAME TO idempotency_key');
  await fill(1, 0);
  await vi.waitFor(async () => expect(await digests()).toEqual([]), 10_000);
});
