import { DataTypes } from 'sequelize';
import { asItIs, boolean, microseconds, type Writer, words } from '../../../fast/column-writers.ts';
import type { Form } from '../../../fast/row-writer.ts';
import { cellText } from '../transfer/csv.ts';

/** Letters, digits and the characters of most languages: nothing in a text of them alone has another form in a cell. */
const isOrdinary = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code >= 0x80;

/** Fullwidth signs, which a spreadsheet may take for the beginning of a formula, begin with it: U+FF0B and others. */
const MAY_BE_FULLWIDTH = 0xef;
const SPACE = 0x20;

const cell: Writer = (out, at, bytes, start, end) =>
  isPlain(bytes, start, end)
    ? asItIs(out, at, bytes, start, end)
    : words(out, at, cellText(bytes.toString('utf8', start, end)));

function isPlain(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] === MAY_BE_FULLWIDTH) return false;
  for (let at = start; at < end; at += 1) {
    const code = bytes[at] as number;
    if (!isOrdinary(code) && code !== SPACE) return false;
  }
  return true;
}

/** A line of CSV as `csvText` writes it. */
export const csvForm: Form = {
  writers: {
    [DataTypes.INTEGER.key]: asItIs,
    [DataTypes.SMALLINT.key]: asItIs,
    [DataTypes.BOOLEAN.key]: boolean,
    [DataTypes.DECIMAL.key]: asItIs,
    [DataTypes.STRING.key]: cell,
    [DataTypes.TEXT.key]: cell,
    [DataTypes.ENUM.key]: asItIs,
    [DataTypes.DATE.key]: microseconds,
  },
  null: '',
  head: (_name, at) => (at === 0 ? '' : ','),
  tail: '\r\n',
};
