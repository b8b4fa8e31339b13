import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { explain } from '../src/database.ts';
import { AWKWARD, databaseWith, query } from './employees.ts';
import { payroll } from './payroll-process.ts';

/** What nobody may be told: a password, a name, an amount. */
const SECRETS = /hunter2|李雷|12345/;
const STACK = /^ +at .+:\d+:\d+/m;

async function failing(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  const { code, stdout, stderr } = await payroll(...args);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(SECRETS);
  expect(stderr).not.toMatch(STACK);
  return { code, stderr };
}

/** `url` with other parts. */
const urlWith = (url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>): string =>
  Object.assign(new URL(url), parts).href;

describe('wrong usage ends with 2', () => {
  test.each([
    ['no URL', [], 'DATABASE_URL_MISSING'],
    ['another protocol', ['--database-url', 'mysql://u:hunter2@h/d'], 'DATABASE_URL_INVALID'],
    ['a bare %', ['--database-url', 'postgres://u:hunter2%@h/d'], 'DATABASE_URL_INVALID'],
    ['no URL at all', ['--database-url', 'hunter2'], 'DATABASE_URL_INVALID'],
    ['an unknown option', ['--what'], 'unknown option'],
    ['a word too many', ['x'], 'too many arguments'],
  ])('%s', async (_name, args, words) => {
    const { code, stderr } = await failing(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('a database that is not to be had ends with 5', () => {
  test('nobody listens', async () => {
    const { code, stderr } = await failing('--database-url', 'postgres://u:hunter2@127.0.0.1:1/roster');
    expect(code).toBe(5);
    expect(stderr).toMatch(/roster at 127\.0\.0\.1:1 can't be reached[^]*\[DATABASE_UNREACHABLE\][^]*ECONNREFUSED/);
  });

  test('a host that there is none of', async () => {
    const url = 'postgres://u:hunter2@no-such.invalid/roster';
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(5);
    expect(stderr).toMatch(/roster at no-such\.invalid:5432 can't be reached[^]*\[DATABASE_UNREACHABLE\]/);
    // Also without Sequelize's class around it.
    const bare: unknown = await lookup('no-such.invalid').catch((error: unknown) => error);
    expect(bare).toMatchObject({ code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
    expect(explain(bare, url).code).toBe('DATABASE_UNREACHABLE');
  });

  test('a wrong password', async () => {
    const url = urlWith(await databaseWith([]), { password: 'hunter2' });
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(5);
    expect(stderr).toContain('password authentication failed');
  });

  test('no such database', async () => {
    const url = urlWith(await databaseWith([]), { pathname: '/no_such' });
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(5);
    expect(stderr).toContain('database "no_such" does not exist');
  });
});

describe('employees that can not be read end with 1', () => {
  test('no table', async () => {
    const url = await databaseWith([]);
    await query(url, 'DROP TABLE employee');
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[SCHEMA_DIFFERS\][^]*42P01[^]*migrate up/);
  });

  test('a table without one of the columns', async () => {
    const url = await databaseWith(AWKWARD);
    await query(url, 'ALTER TABLE employee DROP COLUMN bonus');
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[SCHEMA_DIFFERS\][^]*bonus[^]*42703/);
  });

  test('a user without the right', async () => {
    const url = await databaseWith(AWKWARD);
    const role = `roster_test_${randomBytes(6).toString('hex')}`;
    await query(url, `CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'`);
    onTestFinished(() => query(new URL('/postgres', url).href, `DROP ROLE ${role}`).then(() => undefined));
    const { code, stderr } = await failing('--database-url', urlWith(url, { username: role, password: 'hunter2' }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[NOT_ALLOWED\][^]*GRANT SELECT ON employee/);
  });

  test('a salary that is no amount, named by its id alone', async () => {
    const url = await databaseWith(AWKWARD);
    const [row] = await query<{ id: number }>(
      url,
      `UPDATE employee SET salary = 'NaN' WHERE name = '李雷' RETURNING id`,
    );
    const { code, stderr } = await failing('--database-url', url);
    expect(code).toBe(1);
    expect(stderr).toContain(`the salary of employee ${row?.id} is no amount of money [SALARY_INVALID]`);
  });
});

test('with --json the error is a document on stdout, too', async () => {
  const { code, stdout, stderr } = await payroll('--json', '--database-url', 'postgres://u:hunter2@127.0.0.1:1/roster');
  expect(code).toBe(5);
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'DATABASE_UNREACHABLE', remedy: expect.any(String) });
  expect(stdout + stderr).not.toMatch(SECRETS);
});
