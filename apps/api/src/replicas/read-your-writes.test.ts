import type { Context } from 'koa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginExchange } from '../http/exchange.ts';
import { BEYOND, type Lsn } from './lsn.ts';
import { ReadYourWrites } from './read-your-writes.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function requestFrom(remoteAddress: string, headers: Record<string, string> = {}): Context {
  const ctx = { req: { headers, socket: { remoteAddress } } } as unknown as Context;
  beginExchange(ctx, 'test');
  return ctx;
}

/** @param position how far the primary is */
function written(position: Lsn, maxLag = 1000) {
  const primary = {
    position: async () => primary.lsn,
    maxLag,
    lsn: position,
    /** When it went away; none: it is there. */
    awayAt: undefined as number | undefined,
    get heardAt() {
      return this.awayAt ?? performance.now();
    },
  };
  return { primary, knows: new ReadYourWrites(primary, 0) };
}

test('who wrote is known until no replica can be so far behind, whatever others write meanwhile', async () => {
  const { primary, knows } = written(100n);
  await knows.written(requestFrom('10.0.0.1'));
  // By now every replica that is read from may have it; one that is left out, and behind, comes back.
  for (primary.lsn = 200n; primary.lsn < 260n; primary.lsn += 1n) {
    vi.advanceTimersByTime(1000);
    await knows.written(requestFrom('10.0.0.2'));
    expect(knows.needed(requestFrom('10.0.0.1'))).toBe(100n);
  }
  expect(knows.needed(requestFrom('10.0.0.3'))).toBe(0n);
  vi.advanceTimersByTime(1001);
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(0n);
  expect(knows.needed(requestFrom('10.0.0.2'))).toBe(259n);
});

test('one whose place could not be told is not sent to the primary for ever, though nobody writes any more', async () => {
  const { knows } = written(BEYOND);
  const headers = await knows.written(requestFrom('10.0.0.1'));
  expect(headers['Set-Cookie']).toContain('Max-Age=61;');
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(BEYOND);
  vi.advanceTimersByTime(61_001);
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(0n);
  // What a client sends back is its own affair.
  expect(knows.needed(requestFrom('10.0.0.1', { 'roster-position': 'primary' }))).toBe(BEYOND);
});

test('where replicas may be further behind it is known for longer, here and by its cookie', async () => {
  const { knows } = written(100n, 600_000);
  const headers = await knows.written(requestFrom('10.0.0.1'));
  expect(headers['Set-Cookie']).toContain('Max-Age=4260;');
  vi.advanceTimersByTime(650_000);
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(100n);
});

test('while the primary is away nobody who wrote is forgotten, since no replica comes any further', async () => {
  const { primary, knows } = written(100n);
  await knows.written(requestFrom('10.0.0.1'));
  vi.advanceTimersByTime(200);
  primary.awayAt = performance.now();
  vi.advanceTimersByTime(600_000);
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(100n);
  primary.awayAt = undefined;
  expect(knows.needed(requestFrom('10.0.0.1'))).toBe(0n);
});
