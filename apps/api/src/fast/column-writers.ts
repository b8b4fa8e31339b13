import { DataTypes } from 'sequelize';
import { digitsOf, FRACTION } from './times.ts';

/**
 * Writes a column's text, the bytes from `start` to `end`, to `out` from `at` on, where there is room for what may become of so
 * many (`roomFor`).
 *
 * @returns where what it wrote ends
 */
export type Writer = (out: Buffer, at: number, bytes: Buffer, start: number, end: number) => number;

/** By the `key` of a column's DataType. */
export type Writers = Readonly<Record<string, Writer>>;

/** Bytes at most for a column of so many: one may become `\u001f`, a time gets digits, and none may become `null`. */
export const roomFor = (length: number, columns: number): number => 6 * length + 16 * columns;

const TRUE = 0x74;
const [QUOTE, BACKSLASH, SPACE] = [0x22, 0x5c, 0x20];
const [T, Z, POINT, ZERO] = [0x54, 0x5a, 0x2e, 0x30];
const TRUE_WORD = Buffer.from('true');
const FALSE_WORD = Buffer.from('false');

/** As it is. By a loop, which for the few bytes of a column takes less than a call of the system's own copy. */
export const asItIs: Writer = (out, at, bytes, start, end) => {
  let to = at;
  for (let from = start; from < end; from += 1) out[to++] = bytes[from] as number;
  return to;
};

/** A JSON string. JSON is UTF-8 as PostgreSQL's text is: only few characters have another form in it. */
const string: Writer = (out, at, bytes, start, end) => {
  let to = at;
  out[to++] = QUOTE;
  for (let from = start; from < end; from += 1) {
    const code = bytes[from] as number;
    if (code < SPACE || code === QUOTE || code === BACKSLASH) {
      return words(out, at, JSON.stringify(bytes.toString('utf8', start, end)));
    }
    out[to++] = code;
  }
  out[to++] = QUOTE;
  return to;
};

/** What takes a string on the way; few do. */
export const words = (out: Buffer, at: number, text: string): number => at + out.write(text, at);

export const boolean: Writer = (out, at, bytes, start) => {
  const word = bytes[start] === TRUE ? TRUE_WORD : FALSE_WORD;
  return asItIs(out, at, word, 0, word.length);
};

/** Cut to the millisecond. */
const milliseconds: Writer = (out, at, bytes, start, end) =>
  time(out, at, bytes, start, Math.min(digitsOf(bytes, start, end), 3), 3);

/** With all that the database has of it, and no more digits than that needs: three, or six. */
export const microseconds: Writer = (out, at, bytes, start, end) => {
  const digits = digitsOf(bytes, start, end);
  return time(out, at, bytes, start, digits, digits > 3 ? 6 : 3);
};

/** @param digits of a second that it has. @param width those that it gets */
function time(out: Buffer, at: number, bytes: Buffer, start: number, digits: number, width: number): number {
  let to = asItIs(out, at, bytes, start, start + FRACTION);
  out[at + DATE] = T;
  out[to++] = POINT;
  to = asItIs(out, to, bytes, start + FRACTION + 1, start + FRACTION + 1 + digits);
  for (let missing = width - digits; missing > 0; missing -= 1) out[to++] = ZERO;
  out[to++] = Z;
  return to;
}

/** The length of `2026-11-22`. */
const DATE = 10;

const inQuotes =
  (write: Writer): Writer =>
  (out, at, bytes, start, end) => {
    out[at] = QUOTE;
    const to = write(out, at + 1, bytes, start, end);
    out[to] = QUOTE;
    return to + 1;
  };

/** As an answer has them. */
export const JSON_WRITERS: Writers = {
  [DataTypes.INTEGER.key]: asItIs,
  [DataTypes.SMALLINT.key]: asItIs,
  [DataTypes.BOOLEAN.key]: boolean,
  [DataTypes.DECIMAL.key]: string,
  [DataTypes.STRING.key]: string,
  [DataTypes.TEXT.key]: string,
  [DataTypes.ENUM.key]: string,
  [DataTypes.DATE.key]: inQuotes(milliseconds),
};

/** As an export has them. */
export const EXACT_JSON_WRITERS: Writers = { ...JSON_WRITERS, [DataTypes.DATE.key]: inQuotes(microseconds) };
