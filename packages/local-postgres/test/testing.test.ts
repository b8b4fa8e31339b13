import { expect, inject, test } from 'vitest';
import type { TestProject } from 'vitest/node';
import { createTestDatabase, setup } from '../src/testing.ts';
import { query } from './processes.ts';

test('each test database is new, has a name of its own, and can be dropped under its users', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase('employees')]);
  expect(one.name).toMatch(new RegExp(`^roster_test_${process.pid}_[0-9a-f]{12}$`));
  expect(two.name).toMatch(new RegExp(`^roster_test_${process.pid}_employees_[0-9a-f]{12}$`));
  expect(await query(two.url, 'SELECT current_database() AS name')).toEqual([{ name: two.name }]);
  const stillConnected = query(one.url, 'SELECT pg_sleep(60)').catch((error: unknown) => error);
  await query(two.url, 'SELECT pg_sleep(0.1)');
  await Promise.all([one.drop(), two.drop()]);
  expect(await stillConnected).toMatchObject({ code: '57P01' });
  expect(await namesLike(`roster_test_${process.pid}_%`)).toEqual([]);
});

test('setup() sweeps the databases of processes that are gone, and of no others', async () => {
  const mine = await createTestDatabase('mine');
  // No process has this id: Linux gives none above 4194304 (proc(5), pid_max), the other systems far smaller ones.
  const deserted = 'roster_test_4999999_deserted';
  await query(inject('postgresUrl'), `CREATE DATABASE ${deserted}`);
  const provided: unknown[] = [];
  const project = { config: { root: import.meta.dirname }, provide: (...pair: unknown[]) => provided.push(pair) };
  const teardown = await setup(project as unknown as TestProject);
  expect(provided).toEqual([
    ['postgresUrl', inject('postgresUrl')],
    ['postgresMajor', 18],
  ]);
  expect(await namesLike(deserted)).toEqual([]);
  expect(await namesLike(mine.name)).toEqual([mine.name]);
  await teardown();
  await mine.drop();
});

async function namesLike(pattern: string): Promise<string[]> {
  const sql = `SELECT datname AS name FROM pg_database WHERE datname LIKE '${pattern}'`;
  return (await query<{ name: string }>(inject('postgresUrl'), sql)).map(({ name }) => name);
}
