import { expect, test } from 'vitest';
import { OutageWatch } from '../database/outage.ts';
import { databaseUnavailable, overloaded } from '../errors.ts';
import type { RouteSpec } from '../http/route.ts';
import { createLog } from '../log.ts';
import { Admission } from './admission.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';

const spec = { scope: 'employees:read', responses: {} } as unknown as RouteSpec;

/** A limit that has fallen to the least, of a clock that only the work moves. */
async function fallen() {
  let clock = 0;
  const limitOf = () => new ConcurrencyLimit({ target: 100, least: 4, most: 1000, now: () => clock });
  const limits = { 'employees:read': limitOf(), 'employees:write': limitOf() };
  const log = await createLog({ level: 'silent', pretty: false });
  const admission = new Admission(new OutageWatch(log, async () => undefined), limits, () => false);
  /** Answers so many times, each in so many milliseconds, one every ten. */
  const answer = async (times: number, elapsed: number, done: () => { stream?: unknown } = () => ({})) => {
    for (let one = 0; one < times; one += 1) {
      const work = async () => {
        clock += elapsed;
        return done();
      };
      await admission.within(spec, work).catch(() => undefined);
      clock += 10;
    }
  };
  await answer(100, 150);
  const limit = limits['employees:read'];
  expect(limit.limit).toBe(4);
  return { limit, answer };
}

test('streams that are begun at once do not make room for more', async () => {
  const { limit, answer } = await fallen();
  await answer(500, 0, () => ({ stream: [] }));
  expect([limit.limit, limit.running]).toEqual([4, 0]);
});

test('answers that are there at once do', async () => {
  const { limit, answer } = await fallen();
  await answer(500, 0);
  expect(limit.limit).toBeGreaterThan(50);
});

test('what is refused further in is late, however soon, and what fails says nothing', async () => {
  const { limit, answer } = await fallen();
  const failing = (error: Error) => () => {
    throw error;
  };
  // The second one: it is known to be away, and nobody asks it any more.
  for (const error of [new Error('the database is away'), databaseUnavailable(undefined)]) {
    await answer(500, 0, failing(error));
    expect([limit.limit, limit.running]).toEqual([4, 0]);
  }
  await answer(500, 0);
  const before = limit.limit;
  await answer(200, 0, failing(overloaded()));
  expect(limit.limit).toBeLessThan(before);
});
