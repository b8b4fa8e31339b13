import type { Transform } from 'node:stream';
import { type Options, stringify } from 'csv-stringify';
import type { EmployeeRow } from './employees.ts';

/** Such text is a formula to a spreadsheet, which runs it (OWASP, CSV injection; the wide forms to Apple Numbers). */
const FORMULA = /^'*[-=+@\t\r\n＝＋－＠]/;

/**
 * `'` before it makes it text. One that begins with `'` before a formula's sign already gets another, so that whoever
 * takes one off a cell of that form has the text back: csv-stringify's `escape_formulas` would make two names one.
 */
const asText = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);

const OPTIONS: Options = {
  header: true,
  columns: [
    { key: 'id', header: 'id' },
    { key: 'name', header: 'name' },
    { key: 'gender', header: 'gender' },
    { key: 'isLeave', header: 'is_leave' },
    { key: 'salary', header: 'salary' },
    { key: 'bonus', header: 'bonus' },
    { key: 'entryDate', header: 'entry_date' },
  ],
  // RFC 4180.
  record_delimiter: 'windows',
  cast: {
    boolean: String,
    date: (value) => value.toISOString(),
    // Not the salary: it is a decimal string, and a number to a spreadsheet.
    string: (value, { column }) => (column === 'name' ? asText(value) : value),
  },
};

/**
 * Employees to CSV (RFC 4180, UTF-8).
 *
 * @param bom whether the text begins with a byte order mark, without which Excel takes UTF-8 for something else
 */
export const csvOfEmployees = ({ bom }: { bom: boolean }): Transform & { write(row: EmployeeRow): boolean } =>
  stringify({ ...OPTIONS, bom });
