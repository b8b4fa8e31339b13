import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { AWKWARD, databaseWith, query } from './employees.ts';
import { emptyFolder, payroll, startPayroll } from './payroll-process.ts';

/** PostgreSQL's own sums, as the document has them. */
async function summaryByDatabase(url: string): Promise<object> {
  const totals = `count(*)::integer AS count, coalesce(sum(salary), 0)::numeric(30, 2)::text AS salary,
    coalesce(sum(bonus), 0)::text AS bonus, round(avg(salary), 2)::text AS "meanSalary"`;
  const groups = await query(
    url,
    `SELECT gender, is_leave AS "isLeave", ${totals} FROM employee GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const [all] = await query(url, `SELECT ${totals} FROM employee`);
  return { groups, all };
}

describe('the summary', () => {
  test('is what PostgreSQL sums, to the cent, over pages and extremes', async () => {
    const url = await databaseWith(AWKWARD, 3500);
    const { code, stdout, stderr } = await payroll('--json', '--database-url', url);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(await summaryByDatabase(url));
  });

  test('is exact where floats are not: 3000 times the greatest salary and a cent', async () => {
    const url = await databaseWith([]);
    await query(
      url,
      `INSERT INTO employee (name, salary, bonus, gender)
       SELECT n::text, CASE WHEN n % 2 = 0 THEN 99999999.99 ELSE 0.01 END, 2147483647, '男' FROM generate_series(1, 6000) n`,
    );
    const { stdout } = await payroll('--json', '--database-url', url);
    expect(JSON.parse(stdout).all).toEqual({
      count: 6000,
      salary: '300000000000.00',
      bonus: '12884901882000',
      meanSalary: '50000000.00',
    });
  });

  test('is a table for people, its columns as wide on a terminal as they look', async () => {
    const url = await databaseWith(AWKWARD.slice(0, 4));
    expect(await payroll('--database-url', url)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'gender  status   count        salary        bonus  mean salary',
        '男      working      2          0.01  -2147483648         0.01',
        '男      left         1         10.00           -5        10.00',
        '女      working      1   99999999.99   2147483647  99999999.99',
        '女      left         0          0.00            0            -',
        'all                  4  100000010.00           -6  25000002.50',
        '',
      ].join('\n'),
    });
  });

  test('of nobody is all zeros', async () => {
    const { code, stdout } = await payroll('--json', '--database-url', await databaseWith([]));
    expect(code).toBe(0);
    const { groups, all } = JSON.parse(stdout);
    expect(groups).toHaveLength(4);
    expect(all).toEqual({ count: 0, salary: '0.00', bonus: '0', meanSalary: null });
  });

  test('comes from DATABASE_URL, which a process list does not show; --quiet prints nothing', async () => {
    const env = { DATABASE_URL: await databaseWith(AWKWARD) };
    expect(JSON.parse((await startPayroll(['--json'], { env }).ended).stdout).all.count).toBe(AWKWARD.length);
    expect(await startPayroll(['--quiet'], { env }).ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('whose reader goes away early is no failure', async () => {
    const { child, ended } = startPayroll(['--database-url', await databaseWith(AWKWARD)]);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('the CSV', () => {
  async function csv(...args: string[]): Promise<{ url: string; text: string; file: string }> {
    const url = await databaseWith(AWKWARD, 2500);
    const file = join(await emptyFolder(), 'payroll.csv');
    expect(await payroll('--database-url', url, '--out', file, '--quiet', ...args)).toMatchObject({
      code: 0,
      stderr: '',
    });
    return { url, file, text: await readFile(file, 'utf8') };
  }

  test('has every employee once, by id, and gives the same values back', async () => {
    const { url, text } = await csv();
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const table = await query(
      url,
      `SELECT id::text, name, gender::text, is_leave::text, salary::text, bonus::text, entry_date
         FROM employee ORDER BY employee.id`,
    );
    const unquoted = rows.map((row) => ({ ...row, name: row['name']?.replace(/^'(?='*[-=+@\t\r＝])/, '') }));
    expect(rows.length).toBe(AWKWARD.length + 2500);
    expect(unquoted).toEqual(table.map((row) => ({ ...row, entry_date: row['entry_date'].toISOString() })));
  });

  test('has no cell that a spreadsheet would run, and numbers that are numbers', async () => {
    const { text } = await csv();
    const rows: Record<string, string>[] = parse(text, { columns: true });
    for (const row of rows) expect(row['name']).not.toMatch(/^[-=+@\t\r＝＋－＠]/);
    const names = rows.map((row) => row['name']);
    expect(names).toEqual(expect.arrayContaining(['\'=HYPERLINK("http://x","y")', "'+1", "'-1", "'@SUM(1+1)"]));
    expect(rows.find((row) => row['name'] === 'a cent')).toMatchObject({ salary: '0.01', bonus: '-2147483648' });
  });

  test('is for its owner alone, with CRLF, and has a byte order mark only where it was asked for', async () => {
    const plain = await csv();
    expect(plain.text.startsWith('id,name,gender,is_leave,salary,bonus,entry_date\r\n1,nothing,男,false,0.00,0,')).toBe(
      true,
    );
    expect((await stat(plain.file)).mode & 0o777).toBe(0o600);
    expect((await csv('--bom')).text.startsWith('\uFEFFid,name,')).toBe(true);
  });
});
