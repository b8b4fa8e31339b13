import { expect, test } from 'vitest';
import { type Line, saturation } from './saturation.ts';

const line = (): { waiting: number; answered: number } => ({ waiting: 0, answered: 0 });
const tells = (lines: readonly Line[]) => saturation(lines);

test('a line in which one waits while others are answered is full', () => {
  const [one, other] = [line(), line()];
  const isSaturated = tells([one, other]);
  other.waiting = 3;
  other.answered = 100;
  expect(isSaturated()).toBe(true);
});

test('one in which nobody waits is not, whatever is answered', () => {
  const one = line();
  const isSaturated = tells([one]);
  one.answered = 100;
  expect(isSaturated()).toBe(false);
});

test('one in which nothing is answered any more waits for something else', () => {
  const one = line();
  const isSaturated = tells([one]);
  Object.assign(one, { waiting: 3, answered: 100 });
  expect(isSaturated()).toBe(true);
  expect(isSaturated()).toBe(false);
  one.answered += 1;
  expect(isSaturated()).toBe(true);
});

test('an event loop that is always at work has no time to spare', () => {
  const isSaturated = tells([]);
  isSaturated();
  for (const from = performance.now(); performance.now() - from < 300; );
  expect(isSaturated()).toBe(true);
});
