import { text } from 'node:stream/consumers';
import { Gender } from '@roster/models';
import { describe, expect, test } from 'vitest';
import { csvText } from '../apps/api/src/routes/employees/transfer/csv.ts';
import { csvOfEmployees } from '../apps/payroll/src/csv.ts';

/** What a spreadsheet begins a formula with, or takes off before it looks for one. */
const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const FORMULAS = SIGNS.flatMap((sign) => [`${sign}1`, `'${sign}1`, `''${sign}1`]);
const TEXTS = ['Bob', "'Bob", "'", '李=雷', 'a\t=1', '#1', ' =1'];

const AT = '2026-01-31T00:00:00.000Z';
const rowOf = (name: string) => ({
  id: 1,
  name,
  salary: '1.00',
  bonus: 0,
  isLeave: false,
  gender: Gender.Male,
  entryDate: AT,
});

const EXPORTS: Readonly<Record<string, (name: string) => Promise<string>>> = {
  'the API': async (name) => csvText([{ ...rowOf(name), createdTime: AT, updateTime: AT }]),
  payroll: (name) => {
    const csv = csvOfEmployees({ bom: false });
    csv.end({ ...rowOf(name), entryDate: new Date(AT) });
    return text(csv);
  },
};

describe.each(Object.entries(EXPORTS))('in a CSV of %s', (_whose, csvOf) => {
  /** None of the names has quotes: those around a cell may go. */
  const cellsOf = async (name: string): Promise<string> => (await csvOf(name)).replaceAll('"', '');

  test.each(FORMULAS)('%j has an apostrophe before it', async (name) =>
    expect(await cellsOf(name)).toContain(`1,'${name},`),
  );

  test.each(TEXTS)('%j is as it is', async (name) => expect(await cellsOf(name)).toContain(`1,${name},`));
});
