import { DataTypes } from 'sequelize';
import type { OutBytes } from './out-bytes.ts';
import { digitsOf, exactTimeText, FRACTION, timeText } from './times.ts';

/** Writes a column's text, which stands in `bytes` in UTF-8. */
export type Writer = (out: OutBytes, bytes: Buffer, start: number, end: number) => void;

/** By the `key` of a column's DataType. */
export type Writers = Readonly<Record<string, Writer>>;

const QUOTE = 0x22;
const TRUE = 0x74;
const [T, Z, POINT, ZERO] = [0x54, 0x5a, 0x2e, 0x30];
const TRUE_WORD = Buffer.from('true');
const FALSE_WORD = Buffer.from('false');

/** As it is. */
export const asItIs: Writer = (out, bytes, start, end) => out.raw(bytes, start, end);

const string: Writer = (out, bytes, start, end) => out.string(bytes, start, end);

export const boolean: Writer = (out, bytes, start) => out.raw(bytes[start] === TRUE ? TRUE_WORD : FALSE_WORD);

/** Cut to the millisecond. */
const milliseconds: Writer = (out, bytes, start, end) => {
  if (digitsOf(bytes, start, end) === undefined) out.raw(Buffer.from(timeText(text(bytes, start, end), 3)));
  else time(out, bytes, start, end, 3);
};

/** With all that the database has of it, and no more digits than that needs: three, or six. */
export const microseconds: Writer = (out, bytes, start, end) => {
  const digits = digitsOf(bytes, start, end);
  if (digits === undefined) out.raw(Buffer.from(exactTimeText(text(bytes, start, end))));
  else time(out, bytes, start, end, digits > 3 ? 6 : 3);
};

const text = (bytes: Buffer, start: number, end: number): string => bytes.toString('latin1', start, end);

/** @param width digits of a second that it gets */
function time(out: OutBytes, bytes: Buffer, start: number, end: number, width: number): void {
  const digits = Math.min(digitsOf(bytes, start, end) ?? 0, width);
  const fraction = start + FRACTION;
  out.raw(bytes, start, start + 10);
  out.byte(T);
  out.raw(bytes, start + 11, fraction);
  out.byte(POINT);
  if (digits > 0) out.raw(bytes, fraction + 1, fraction + 1 + digits);
  for (let missing = width - digits; missing > 0; missing -= 1) out.byte(ZERO);
  out.byte(Z);
}

const inQuotes =
  (write: Writer): Writer =>
  (out, bytes, start, end) => {
    out.byte(QUOTE);
    write(out, bytes, start, end);
    out.byte(QUOTE);
  };

/** As an answer has them. */
export const JSON_WRITERS: Writers = {
  [DataTypes.INTEGER.key]: asItIs,
  [DataTypes.SMALLINT.key]: asItIs,
  [DataTypes.BOOLEAN.key]: boolean,
  [DataTypes.DECIMAL.key]: inQuotes(asItIs),
  [DataTypes.STRING.key]: string,
  [DataTypes.TEXT.key]: string,
  [DataTypes.ENUM.key]: string,
  [DataTypes.DATE.key]: inQuotes(milliseconds),
};

/** As an export has them. */
export const EXACT_JSON_WRITERS: Writers = { ...JSON_WRITERS, [DataTypes.DATE.key]: inQuotes(microseconds) };
