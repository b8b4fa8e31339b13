import type { Sequelize } from 'sequelize-typescript';

/** Rows of every kind that the table can hold: texts that CSV, spreadsheets and LIKE trip over, times to the microsecond. */
export const TEXTS = [
  'plain',
  ' leading and trailing ',
  'comma, "quote"',
  "it's",
  '""',
  'line\nfeed',
  'carriage\rreturn',
  'both\r\n',
  '\n',
  '\t',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "'=1+1",
  "''=1+1",
  "'plain",
  '\t=1',
  '＝1',
  '李雷',
  '😀'.repeat(40),
  '\u{feff}bom',
  'null',
  'NULL',
  'true',
  '1e5',
  '0012',
  '\\',
  '\\N',
  ';',
  '|',
  'é́',
  '\u200b',
  '\u2028',
  '#',
  ' ',
  '{}',
  '[]',
  '--',
  '$1',
  ':name',
];

export const fillWithAll = (sequelize: Sequelize): Promise<unknown> =>
  sequelize.query(
    `INSERT INTO employee (id, name, salary, bonus, is_leave, gender, entry_date, created_time, update_time)
     SELECT n * 3, name, (ARRAY[0, 0.01, 99999999.99, 12345.60])[1 + n % 4], (ARRAY[0, -2147483648, 2147483647])[1 + n % 3], n % 2 = 0,
            (enum_range(NULL::enum_employee_gender))[1 + n % 2], TIMESTAMPTZ '2026-01-31 00:00:00.123+00' + n * INTERVAL '1 microsecond',
            TIMESTAMPTZ '0001-01-01 00:00:00+00' + n * INTERVAL '1001 microsecond', TIMESTAMPTZ '9999-12-31 23:59:59.999+00'
     FROM unnest(ARRAY[:texts]) WITH ORDINALITY AS t(name, n)`,
    { replacements: { texts: TEXTS } },
  );

/** Of every value of every row. */
export async function hashOfTable(sequelize: Sequelize): Promise<string> {
  const [[row]] = (await sequelize.query(
    `SELECT count(*) || ' ' || coalesce(sum(('x' || left(md5(e::text), 15))::bit(60)::bigint), 0) AS hash FROM employee e`,
  )) as [{ hash: string }[], unknown];
  return row?.hash ?? '';
}
