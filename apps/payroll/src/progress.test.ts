import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { progressOn } from './progress.ts';

/** A stream that says it is a terminal, or not, and keeps what it gets. */
function stream(isTTY: boolean): { stream: NodeJS.WriteStream; text(): string } {
  const through = new PassThrough();
  const chunks: Buffer[] = [];
  through.on('data', (chunk: Buffer) => chunks.push(chunk));
  const terminal = Object.assign(through, { isTTY, columns: 100, cursorTo: () => true, clearLine: () => true });
  return { stream: terminal as unknown as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString() };
}

function run(isTTY: boolean, quiet: boolean): string {
  const { stream: terminal, text } = stream(isTTY);
  const progress = progressOn(terminal, { quiet });
  progress.start(40);
  for (let count = 0; count < 40; count += 1) progress.advance();
  progress.stop();
  return text();
}

test('a terminal sees a bar', () => expect(run(true, false)).toMatch(/0%\s+0 of 40/));
test('a pipe or a log sees nothing', () => expect(run(false, false)).toBe(''));
test('nor does a terminal with --quiet', () => expect(run(true, true)).toBe(''));
test('one that never began can be stopped', () => {
  const { stream: terminal, text } = stream(true);
  progressOn(terminal, { quiet: false }).stop();
  expect(text()).toBe('');
});
