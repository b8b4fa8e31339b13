import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { apiKeys, keyFinder } from '../src/auth/api-key.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const FROM_SOURCE = ['--conditions=@roster/source', '--import', '@oxc-node/core/register', 'src/key.ts'];

const run = (...words: string[]) => spawnSync(process.execPath, [...FROM_SOURCE, ...words], { cwd, encoding: 'utf8' });

test('a key is printed with the entry that knows it', () => {
  const { stdout, stderr, status } = run('pay.roll-1', '--role', 'writer');
  const key = /^ {4}(roster_[\w-]{43})$/m.exec(stdout)?.[1] ?? '';
  const entry = /^ {4}API_KEYS=(.*)$/m.exec(stdout)?.[1] ?? '';
  expect([status, stderr]).toEqual([0, '']);
  expect(keyFinder(apiKeys.parse(entry))(key)).toMatchObject({ name: 'pay.roll-1', role: 'writer' });
});

test('with --json it is one document, and no two keys are one', () => {
  const [first, second] = [1, 2].map(() => JSON.parse(run('report', '--role', 'reader', '--json').stdout));
  expect(first).toEqual({ name: 'report', role: 'reader', key: expect.any(String), apiKeys: expect.any(String) });
  expect(keyFinder(apiKeys.parse(`${first.apiKeys},${second.apiKeys}`))(second.key)?.role).toBe('reader');
  expect(second.key).not.toBe(first.key);
});

test.each([
  [[]],
  [['report']],
  [['report', '--role', 'admin']],
  [['a:b', '--role', 'reader']],
  [['', '--role', 'reader']],
])('wrong usage is exit 2 and no key: %j', (words) => {
  const { stdout, stderr, status } = run(...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: /);
});
