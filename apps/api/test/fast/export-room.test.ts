import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { opener } from '../../src/database/connection.ts';
import { Deadline } from '../../src/database/deadline.ts';
import type { FastClients } from '../../src/fast/fast-clients.ts';
import { SharedClients } from '../../src/fast/shared-clients.ts';
import { fastReads } from '../../src/routes/employees/fast/store.ts';
import { BY_ID } from '../../src/routes/employees/order.ts';
import { plainReads, type Reads } from '../../src/routes/employees/store.ts';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { isPooled } from '../pooler.ts';

const ROWS = 3500;
const NDJSON = 'application/x-ndjson';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp({ isFast: false });
  await app.sequelize.query(
    `INSERT INTO employee (name, salary, gender) SELECT 'e' || n, 1, '男' FROM generate_series(1, ${ROWS}) n`,
  );
});
afterAll(() => app.close());

/** Whether there is room elsewhere for what finds none. */
let canOverflow: boolean;
let clients: FastClients;
beforeEach(async () => {
  canOverflow = false;
  const options = { size: 1, depth: 1, mostWaiting: 0, patience: 1000, canOverflow: () => canOverflow };
  const shared = new SharedClients({ ...options, opener: opener(app.sequelize) });
  await shared.ready();
  clients = { reads: shared, writes: shared, slow: shared };
});
afterEach(() => clients.slow.close());

const isTaken = (seconds: number) => clients.slow.run({ text: `SELECT pg_sleep(${seconds})` }, []);

/** An export, and how often it took the plain way. */
function exporting(deadline?: Deadline) {
  const ways = { plain: 0 };
  const plain = plainReads();
  const pages: Reads['pages'] = (...given) => {
    ways.plain += 1;
    return plain.pages(...given);
  };
  const reads = fastReads(clients, { ...plain, pages });
  const selection = { filters: {}, order: BY_ID };
  const iterator = reads.pages(selection, NDJSON, { deadline })[Symbol.asyncIterator]();
  return { ways, iterator };
}

async function namesIn(iterator: AsyncIterator<string | Buffer>, first: string | Buffer = ''): Promise<Set<string>> {
  let text = first.toString();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) text += next.value.toString();
  const names = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).name);
  expect(names).toHaveLength(ROWS);
  return new Set(names);
}

describe.skipIf(isPooled)('an export that finds no room', () => {
  test('is refused where it was not begun', async () => {
    const { ways, iterator } = exporting();
    const taken = isTaken(0.3);
    await expect(iterator.next()).rejects.toMatchObject({ code: 'overloaded' });
    await taken;
    expect(ways.plain).toBe(0);
  });

  test('is refused with 503, and done when there is room', async () => {
    const fast = await startApp({ isFast: false, over: app, clients });
    const taken = isTaken(0.5);
    const refused = await fast.request('GET', '/v1/employees/export');
    expect([refused.status, refused.body.type]).toEqual([503, 'urn:roster:problem:overloaded']);
    expect([refused.headers.get('retry-after'), refused.headers.get('content-disposition')]).toEqual(['1', null]);
    await taken;
    const done = await fast.request('GET', '/v1/employees/export', undefined, { accept: NDJSON });
    expect([done.status, done.text.trim().split('\n').length]).toEqual([200, ROWS]);
    await fast.close();
  });

  test('waits where it was begun, and goes on from there', async () => {
    const { ways, iterator } = exporting();
    const { value } = await iterator.next();
    const taken = isTaken(0.5);
    expect((await namesIn(iterator, value)).size).toBe(ROWS);
    await taken;
    expect(clients.slow.statements.not_sent).toBeGreaterThan(1);
    expect(ways.plain).toBe(0);
  });

  test('waits no longer when its client has gone', async () => {
    const deadline = new Deadline(15_000);
    const { iterator } = exporting(deadline);
    await iterator.next();
    let isFree = false;
    const taken = isTaken(2).then(() => (isFree = true));
    const next = iterator.next();
    await sleep(150);
    deadline.end();
    await expect(next).rejects.toMatchObject({ code: 'overloaded' });
    expect(isFree).toBe(false);
    await taken;
  });

  test('also waits when its time as a request is over: it takes as long as its client', async () => {
    const { iterator } = exporting(new Deadline(1));
    const { value } = await iterator.next();
    const taken = isTaken(0.3);
    expect((await namesIn(iterator, value)).size).toBe(ROWS);
    await taken;
  });

  test('takes the plain way where there is room for that', async () => {
    canOverflow = true;
    const { ways, iterator } = exporting();
    const { value } = await iterator.next();
    const taken = isTaken(0.5);
    expect((await namesIn(iterator, value)).size).toBe(ROWS);
    await taken;
    expect(ways.plain).toBe(1);
  });
});
