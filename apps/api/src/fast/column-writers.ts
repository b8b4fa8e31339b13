import { DataTypes } from 'sequelize';
import type { OutBytes } from './out-bytes.ts';
import { exactTimeText, isUsualTime, MILLISECOND_END, timeText, ZONE } from './times.ts';

/** Writes a column's text, which stands in `bytes` in UTF-8. */
export type Writer = (out: OutBytes, bytes: Buffer, start: number, end: number) => void;

/** By the `key` of a column's DataType. */
export type Writers = Readonly<Record<string, Writer>>;

const QUOTE = 0x22;
const TRUE = 0x74;
const [T, Z] = [0x54, 0x5a];
const TRUE_WORD = Buffer.from('true');
const FALSE_WORD = Buffer.from('false');

/** As it is. */
export const asItIs: Writer = (out, bytes, start, end) => out.raw(bytes, start, end);

const string: Writer = (out, bytes, start, end) => out.string(bytes, start, end);

export const boolean: Writer = (out, bytes, start) => out.raw(bytes[start] === TRUE ? TRUE_WORD : FALSE_WORD);

/** Cut to the millisecond; of a time in its usual form by copying. */
const milliseconds: Writer = (out, bytes, start, end) => {
  if (isUsualTime(bytes, start, end)) time(out, bytes, start, start + MILLISECOND_END);
  else out.raw(Buffer.from(timeText(bytes.toString('latin1', start, end), 3)));
};

/** With all that the database has of it. PostgreSQL's last digit is no zero: six of them are six, and three are three. */
export const microseconds: Writer = (out, bytes, start, end) => {
  const more = end - ZONE - start - MILLISECOND_END;
  if (isUsualTime(bytes, start, end) && (more === 0 || more === 3)) time(out, bytes, start, end - ZONE);
  else out.raw(Buffer.from(exactTimeText(bytes.toString('latin1', start, end))));
};

function time(out: OutBytes, bytes: Buffer, start: number, end: number): void {
  out.raw(bytes, start, start + 10);
  out.byte(T);
  out.raw(bytes, start + 11, end);
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
