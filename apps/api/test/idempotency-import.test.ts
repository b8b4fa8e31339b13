import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Json, Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee, idempotency_key RESTART IDENTITY'));

const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';
const HEAD = 'name,salary,gender\n';
const rows = (count: number): string => HEAD + Array.from({ length: count }, (_, at) => `n${at},1.10,女\n`).join('');
const headersOf = (key: string, type = CSV) => ({ 'content-type': type, 'idempotency-key': key });

const upload = (body: string, key: string, { query = '', type = CSV } = {}): Promise<Reply> =>
  app.request('POST', `/v1/employees/import${query}`, body, headersOf(key, type));

const isReplayed = ({ headers }: Reply): boolean => headers.get('idempotency-replayed') === 'true';
const problemOf = ({ status, body }: Reply) => [status, body.type];
const REUSED = [422, 'urn:roster:problem:idempotency-key-reused'];
const IN_USE = [409, 'urn:roster:problem:idempotency-key-in-use'];

const counts = async (): Promise<number[]> => {
  const [[row]] = (await app.sequelize.query(
    'SELECT (SELECT count(*)::int FROM employee) AS employees, (SELECT count(*)::int FROM idempotency_key) AS keys',
  )) as [Json[], unknown];
  return [row.employees, row.keys];
};

/** An upload that comes in two parts; the second when it is said so, or never. */
function uploadInParts(first: string, key: string) {
  const sending = httpRequest(`${app.address}/v1/employees/import`, { method: 'POST', headers: headersOf(key) });
  sending.on('error', () => undefined);
  const answer = new Promise<{ status: number; body: Json }>((resolve) => {
    sending.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
      });
    });
  });
  sending.write(first);
  return { answer, finish: (rest: string) => void sending.end(rest), cut: () => void sending.destroy() };
}

test('an import that is sent again is answered as before, and not done again', async () => {
  const first = await upload(rows(2500), 'k1');
  expect([first.status, first.text, isReplayed(first)]).toEqual([200, '{"imported":2500,"dryRun":false}', false]);
  const again = await upload(rows(2500), 'k1');
  expect([again.status, again.text, isReplayed(again)]).toEqual([200, first.text, true]);
  expect(await counts()).toEqual([2500, 1]);
});

test('its bytes are what it is: with one more, or of another type, it is another request', async () => {
  await upload(rows(10), 'k1');
  expect(problemOf(await upload(`${rows(10)}\n`, 'k1'))).toEqual(REUSED);
  expect(problemOf(await upload(rows(9), 'k1'))).toEqual(REUSED);
  expect(problemOf(await upload(rows(10), 'k1', { type: NDJSON }))).toEqual(REUSED);
  expect(await counts()).toEqual([10, 1]);
});

test('ids that it brought along are passed over by what comes after', async () => {
  await upload('id,name,salary,gender\n7,a,1,女\n', 'k1');
  const made = await app.request('POST', '/v1/employees', { name: 'b', salary: 1, gender: '女' });
  expect(made.body.id).toBe(8);
});

test('one that is refused is not kept, and its key is as good as new', async () => {
  expect((await upload(`${HEAD}a,x,女\n`, 'k1')).status).toBe(422);
  expect((await upload(`${HEAD}a,1,女\na,1,女\n`, 'k1')).status).toBe(409);
  expect(await counts()).toEqual([0, 0]);
  const made = await upload(rows(10), 'k1');
  expect([made.status, isReplayed(made)]).toEqual([200, false]);
});

test('a trial keeps nothing and looks at no key', async () => {
  const trial = { query: '?dryRun=true' };
  for (const key of ['k1', 'k1']) expect((await upload(rows(10), key, trial)).body).toMatchObject({ imported: 10 });
  expect(await counts()).toEqual([0, 0]);
  expect(isReplayed(await upload(rows(10), 'k1'))).toBe(false);
  expect((await upload(rows(10), 'k1', trial)).status).toBe(409);
});

test('while one is being done, another with its key is told so before its body is there', async () => {
  const first = uploadInParts(rows(1500), 'k1');
  await vi.waitFor(async () => expect(await locks()).toBe(1), 10_000);
  const second = uploadInParts(HEAD, 'k1');
  const { status, body } = await second.answer;
  expect([status, body.type]).toEqual(IN_USE);
  second.cut();
  first.finish('last,1,女\n');
  expect(await first.answer).toEqual({ status: 200, body: { imported: 1501, dryRun: false } });
  const again = await upload(`${rows(1500)}last,1,女\n`, 'k1');
  expect([again.status, isReplayed(again)]).toEqual([200, true]);
});

test('one that was cut short is nothing, and its key free for the whole', async () => {
  const first = uploadInParts(rows(1500), 'k1');
  await vi.waitFor(async () => expect(await locks()).toBe(1), 10_000);
  await sleep(100);
  first.cut();
  await vi.waitFor(async () => expect(await locks()).toBe(0), 10_000);
  expect(await counts()).toEqual([0, 0]);
  expect((await upload(rows(1500), 'k1')).body).toEqual({ imported: 1500, dryRun: false });
});

/** How many keys are held in this database. */
async function locks(): Promise<number> {
  const [rows_] = await app.sequelize.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory'
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows_.length;
}
