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
