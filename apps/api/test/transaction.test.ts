import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inSavepoint, inTransaction } from '../src/database/transaction.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const inserts = (name: string): string => `INSERT INTO employee (name, salary, gender) VALUES ('${name}', 1, '女')`;
const counts = async (): Promise<number> => (await app.sequelize.query('SELECT FROM employee'))[0].length;

test('all is kept, or what failed takes all of it along', async () => {
  const { sequelize } = app;
  const kept = await inTransaction(sequelize, async (transaction) => {
    await sequelize.query(inserts('a'), { transaction });
    return 'done';
  });
  expect([kept, await counts()]).toEqual(['done', 1]);
  const failing = inTransaction(sequelize, async (transaction) => {
    await sequelize.query(inserts('b'), { transaction });
    await sequelize.query(inserts('a'), { transaction });
  });
  await expect(failing).rejects.toThrow('Validation error');
  expect(await counts()).toBe(1);
});

test('a failure that nobody minded is not taken for a success', async () => {
  const { sequelize } = app;
  const careless = inTransaction(sequelize, async (transaction) => {
    await sequelize.query(inserts('a'), { transaction });
    await sequelize.query('SELECT 1 / 0', { transaction }).catch(() => undefined);
  });
  await expect(careless).rejects.toThrow('rolled back');
  expect(await counts()).toBe(0);
});

test('what fails in a savepoint leaves the rest as it was', async () => {
  const { sequelize } = app;
  await inTransaction(sequelize, async (transaction) => {
    await sequelize.query(inserts('a'), { transaction });
    const failing = inSavepoint(transaction, () => sequelize.query(inserts('a'), { transaction }));
    await expect(failing).rejects.toThrow('Validation error');
    await inSavepoint(transaction, () => sequelize.query(inserts('b'), { transaction }));
  });
  expect(await counts()).toBe(2);
});

test('a connection that is lost is not used again, nor missed', async () => {
  const { sequelize } = app;
  for (let round = 0; round < 10; round += 1) {
    const lost = inTransaction(sequelize, (transaction) =>
      sequelize.query('SELECT pg_terminate_backend(pg_backend_pid())', { transaction }),
    );
    await expect(lost).rejects.toThrow(/terminat/);
  }
  // The pool has five, and each is there again.
  const all = Array.from({ length: 5 }, () =>
    inTransaction(sequelize, (transaction) => sequelize.query('SELECT pg_sleep(0.1)', { transaction })),
  );
  expect(await Promise.all(all)).toHaveLength(5);
});
