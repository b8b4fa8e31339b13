import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeError } from '../src/report.ts';

test('an error of a file is told in three lines, without a stack', async () => {
  const path = `/tmp/${'long'.repeat(100)}`;
  const error: unknown = await writeFile(path, '').catch((cause: unknown) => cause);
  expect(describeError(error).split('\n')).toEqual([
    `error: ${path} can't be used [ENAMETOOLONG]`,
    expect.stringContaining(' why: ENAMETOOLONG: name too long'),
    expect.stringContaining('  do: see to the space'),
  ]);
});

test('a defect is told with its stack', () => {
  expect(describeError(new TypeError('x is undefined'))).toMatch(/^error: TypeError: x is undefined\n\s+at /);
});
