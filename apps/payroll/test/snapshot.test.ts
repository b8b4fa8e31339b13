import { expect, test } from 'vitest';
import { createSequelize } from '../src/database.ts';
import { readEmployees } from '../src/employees.ts';
import { addEmployee, emptySummary, type Summary } from '../src/summary.ts';
import { databaseWith, query } from './employees.ts';

/** Reads all, and does `midway` at the first employee, when two more pages are to be read. */
async function summarize(url: string, midway: () => Promise<unknown>): Promise<Summary & { announced: number }> {
  const sequelize = createSequelize(url);
  const summary = { ...emptySummary(), announced: 0 };
  try {
    await readEmployees(sequelize, async ({ count, employees }) => {
      summary.announced = count;
      for await (const employee of employees) {
        if (summary.all.count === 0) await midway();
        addEmployee(summary, employee);
      }
    });
  } finally {
    await sequelize.close();
  }
  return summary;
}

test('all pages are of one moment: what others commit meanwhile is not seen, and waits for nothing', async () => {
  const url = await databaseWith([], 2500);
  const [before] = await query(url, 'SELECT sum(salary)::text AS salary FROM employee');
  const change = `UPDATE employee SET salary = 0; DELETE FROM employee WHERE id > 2000;
    INSERT INTO employee (name, salary, gender) VALUES ('late', 1, '男')`;
  const { announced, all } = await summarize(url, () => query(url, change));
  expect(announced).toBe(2500);
  expect(all.count).toBe(2500);
  expect(String(all.salary)).toBe(before?.['salary'].replace('.', ''));
  const after = await summarize(url, async () => undefined);
  expect(after.all).toMatchObject({ count: 2001, salary: 100n });
});
