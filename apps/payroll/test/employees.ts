import { createTestDatabase } from '@roster/local-postgres/testing';
import { Employee, Gender, models } from '@roster/models';
import pg from 'pg';
import type { CreationAttributes } from 'sequelize';
import { Sequelize } from 'sequelize-typescript';
import { onTestFinished } from 'vitest';

type NewEmployee = CreationAttributes<Employee>;

/** What a spreadsheet, a parser or a sum can stumble over. */
export const AWKWARD: NewEmployee[] = [
  { name: 'nothing', salary: '0', bonus: 0, gender: Gender.Male },
  { name: 'a cent', salary: '0.01', bonus: -2_147_483_648, gender: Gender.Male },
  { name: 'all', salary: '99999999.99', bonus: 2_147_483_647, gender: Gender.Female },
  { name: 'Lee, Bruce', salary: '10', bonus: -5, gender: Gender.Male, isLeave: true },
  { name: 'the "quoted"', salary: '0.10', gender: Gender.Female, isLeave: true },
  { name: 'two\nlines', salary: '0.20', gender: Gender.Female },
  { name: 'two\r\nlines', salary: '0.30', gender: Gender.Female },
  { name: '=HYPERLINK("http://x","y")', salary: '1.10', gender: Gender.Male },
  { name: '+1', salary: '1.20', gender: Gender.Male },
  { name: '-1', salary: '1.30', gender: Gender.Male },
  { name: '@SUM(1+1)', salary: '1.40', gender: Gender.Male },
  { name: '\t=1', salary: '1.50', gender: Gender.Male },
  { name: '＝1+1', salary: '1.60', gender: Gender.Male },
  { name: "'=1", salary: '1.70', gender: Gender.Male },
  { name: '李雷', salary: '12345.60', gender: Gender.Male, entryDate: new Date('2020-02-29T23:59:59.999Z') },
  { name: '😀'.repeat(40), salary: '12345.61', gender: Gender.Female },
];

/** A database with the tables, `rows`, and `more` employees of random pay. It goes when the test ends. */
export async function databaseWith(rows: NewEmployee[], more = 0): Promise<string> {
  const database = await createTestDatabase('payroll');
  onTestFinished(() => database.drop());
  const sequelize = new Sequelize(database.url, { logging: false, models });
  await sequelize.sync();
  await Employee.bulkCreate(rows, { validate: true });
  await sequelize.close();
  if (more > 0) await query(database.url, RANDOM_EMPLOYEES, [more]);
  return database.url;
}

const RANDOM_EMPLOYEES = `
  INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date)
  SELECT 'employee ' || n, round((random() * 99999999.99)::numeric, 2), (random() * 20000 - 10000)::integer, n % 7 = 0,
         (ARRAY['男', '女'])[1 + n % 2]::enum_employee_gender, timestamptz '2000-01-01' + n * interval '1 hour'
    FROM generate_series(1, $1::integer) n`;

export async function query<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
