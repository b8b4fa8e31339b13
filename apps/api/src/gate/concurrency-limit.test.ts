import { expect, test } from 'vitest';
import { ConcurrencyLimit, type End } from './concurrency-limit.ts';

/**
 * A server of which a request takes `work` ms alone, and as many times that as there are beside it: the shape of every
 * resource that is shared. In each turn `arrivals` requests come.
 */
function simulate(arrivals: number, { turns = 400, work = 5, from = 0 } = {}, given?: ConcurrencyLimit) {
  let clock = from;
  const limit = given ?? new ConcurrencyLimit({ target: 100, least: 4, most: 1000, now: () => clock });
  const running: { start: number; left: number }[] = [];
  let refused = 0;
  let answered = 0;
  let longest = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    for (let one = 0; one < arrivals; one += 1) {
      if (limit.hasRoom) running.push({ start: limit.enter(), left: work });
      else refused += 1;
    }
    clock += 10;
    const share = 10 / running.length;
    for (const request of running) request.left -= share;
    for (const done of running.filter(({ left }) => left <= 0)) {
      if (turn > turns / 2) longest = Math.max(longest, clock - done.start);
      limit.leave(done.start);
      answered += 1;
    }
    running.splice(0, running.length, ...running.filter(({ left }) => left > 0));
  }
  return { limit, refused, answered, longest };
}

test('what can be answered in time is never refused, however long it goes on', () => {
  expect(simulate(2)).toMatchObject({ refused: 0, limit: { limit: 1000 } });
});

test('of three times as much as can be answered the rest is refused, and those let in are not late', () => {
  const { refused, answered, longest, limit } = simulate(6, { turns: 2000 });
  // Two can be answered in each turn.
  expect(answered).toBeGreaterThan(0.8 * 2 * 2000);
  expect(refused).toBeGreaterThan(3 * 2000);
  expect(longest).toBeLessThan(400);
  expect(limit.limit).toBeLessThan(100);
});

test('of what is slow for less than a second, and not by far too slow, nobody is refused', () => {
  const hiccup = Array<number>(90).fill(150);
  const quick = Array<number>(30).fill(5);
  expect(after([...hiccup, ...quick, ...hiccup, ...quick, ...hiccup]).limit).toBe(1000);
  // The twin: it goes on.
  expect(after([...hiccup, ...hiccup]).limit).toBeLessThan(20);
});

test('bursts with pauses between them are no sign that there are too many', () => {
  let clock = 0;
  const limit = new ConcurrencyLimit({ target: 100, least: 4, most: 1000, now: () => clock });
  for (let burst = 0; burst < 50; burst += 1) {
    const starts = Array.from({ length: 60 }, () => limit.enter());
    for (const start of starts) {
      clock += 1;
      limit.leave(start);
    }
    clock += 1000;
  }
  expect(limit.limit).toBe(1000);
});

test('it never falls below the least, and has room again when it is over', () => {
  let clock = 0;
  const limit = new ConcurrencyLimit({ target: 1, least: 4, most: 100, now: () => clock });
  const slow = () => {
    const starts = Array.from({ length: 10 }, () => limit.enter());
    clock += 300;
    for (const start of starts) limit.leave(start);
  };
  for (let round = 0; round < 50; round += 1) slow();
  expect(limit.limit).toBe(4);
  for (let round = 0; round < 50 && limit.limit < 100; round += 1) {
    const starts = Array.from({ length: limit.limit }, () => limit.enter());
    expect(limit.hasRoom).toBe(false);
    for (const start of starts) limit.leave(start);
    clock += 300;
  }
  expect(limit.limit).toBe(100);
  expect(limit.running).toBe(0);
});

/** Answers that took so long, one every ten milliseconds, at a server that is always saturated. */
function after(times: readonly number[], end: End = 'answered'): ConcurrencyLimit {
  let clock = 0;
  const limit = new ConcurrencyLimit({ target: 100, least: 4, most: 1000, now: () => clock });
  for (const time of times) {
    const start = limit.enter();
    clock += 10;
    limit.leave(start + 10 - time, end);
  }
  return limit;
}
const slow = Array<number>(200).fill(150);

test('what found no room further in counts as late, however soon it is told so', () => {
  const quick = slow.map(() => 1);
  expect(after(quick).limit).toBe(1000);
  expect(after(quick, 'refused').limit).toBeLessThan(20);
});

test('what failed is no word of how long things take', () => {
  expect(after(slow, 'failed').limit).toBe(1000);
});

test('it rises while answers come in less than half the time, also when nobody is refused', () => {
  const rise = (time: number) => after([...slow, ...Array<number>(600).fill(time)]).limit;
  expect(rise(40)).toBeGreaterThan(100);
  expect(rise(90)).toBeLessThan(20);
});
