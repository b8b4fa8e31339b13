import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { anew } from './anew.ts';

test('who asks while one is under way has one that begins after it, and shares it', async () => {
  const begun: (() => void)[] = [];
  const ask = anew(() => new Promise<number>((resolve) => begun.push(() => resolve(begun.length))));
  const first = [ask(), ask()];
  await turn();
  expect(begun).toHaveLength(1);
  const second = [ask(), ask()];
  await turn();
  expect(begun).toHaveLength(1);
  begun[0]?.();
  expect(await Promise.all(first)).toEqual([1, 1]);
  await turn();
  expect(begun).toHaveLength(2);
  begun[1]?.();
  expect(await Promise.all(second)).toEqual([2, 2]);
});

test('one after the other, each begins at once', async () => {
  let times = 0;
  const ask = anew(async () => (times += 1));
  expect(await ask()).toBe(1);
  expect(await ask()).toBe(2);
});
