import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WaitingLine } from './waiting-line.ts';

test('first come, first served, each once', () => {
  const line = new WaitingLine<string>(60_000);
  const got: string[] = [];
  line.join((thing) => got.push(`first ${thing}`));
  line.join((thing) => got.push(`second ${thing}`));
  line.offer('a');
  line.offer('b');
  line.offer('c');
  expect([got, line.length]).toEqual([['first a', 'second b'], 0]);
});

test('whoever has waited for too long is told that nothing comes, and gets nothing later', async () => {
  const line = new WaitingLine<string>(20);
  const got: (string | undefined)[] = [];
  line.join((thing) => got.push(thing));
  await sleep(200);
  line.offer('late');
  expect(got).toEqual([undefined]);
});

test('all are dismissed at once', () => {
  const line = new WaitingLine<string>(60_000);
  const got: (string | undefined)[] = [];
  for (let at = 0; at < 3; at += 1) line.join((thing) => got.push(thing));
  line.dismiss();
  expect([got, line.length]).toEqual([[undefined, undefined, undefined], 0]);
});

/** A line at which things come every `interval` milliseconds, and `waiting` wait. */
function lineOf(interval: number, waiting: number): WaitingLine<string> {
  let clock = 0;
  const line = new WaitingLine<string>(1000, () => clock);
  for (let at = 0; at < waiting + 100; at += 1) line.join(() => undefined);
  for (let at = 0; at < 100; at += 1) {
    clock += interval;
    line.offer('thing');
  }
  return line;
}

test('who might wait in vain can be told before', () => {
  const [hopeless, hopeful] = [lineOf(10, 60), lineOf(10, 40)];
  expect([hopeless.isHopeless, hopeful.isHopeless]).toEqual([true, false]);
  for (const line of [hopeless, hopeful]) line.dismiss();
});

test('while nobody waits no time passes: a line that was empty for long is as hopeful as before', () => {
  let clock = 0;
  const line = new WaitingLine<string>(1000, () => clock);
  for (let round = 0; round < 100; round += 1) {
    clock += 60_000;
    line.join(() => undefined);
    clock += 1;
    line.offer('thing');
  }
  for (let at = 0; at < 500; at += 1) line.join(() => undefined);
  expect(line.isHopeless).toBe(false);
  line.dismiss();
});
