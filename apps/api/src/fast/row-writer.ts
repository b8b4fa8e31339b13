import type { Model, ModelStatic } from 'sequelize';
import { Json } from '../http/json.ts';
import { asItIs, JSON_WRITERS, roomFor, type Writer, type Writers } from './column-writers.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { int32, type WireRow } from './wire-row.ts';

/** What a row is written as. */
export interface Form {
  writers: Writers;
  /** In place of null. */
  null: string;
  /** What stands before a value. */
  head(name: string, at: number): string;
  /** What stands after the last one. */
  tail: string;
}

const JSON_FORM: Form = {
  writers: JSON_WRITERS,
  null: 'null',
  head: (name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
  tail: '}',
};

/** A document on each line: https://github.com/ndjson/ndjson-spec */
export const ndjsonForm = (writers: Writers): Form => ({ ...JSON_FORM, writers, tail: '}\n' });

/** Writes rows of one model as JSON documents. */
export interface RowWriter<T> {
  one(row: WireRow): Json<T>;
  many(rows: readonly WireRow[]): Json<T[]>;
}

const [OPEN, COMMA, CLOSE] = [0x5b, 0x2c, 0x5d];

/**
 * Compiles what writes rows of a model.
 *
 * @param attributes those that a document has, in its order; they are the first columns of a row in the same order
 * @throws TypeError for an attribute of a type that it does not know
 */
export function rowWriter<T>(model: ModelStatic<Model>, attributes: readonly (keyof T & string)[]): RowWriter<T> {
  const bytes = new GrowingBytes();
  const write = compile(model, attributes, JSON_FORM);
  return {
    one: (row) => new Json<T>(bytes.copy(write(bytes, 0, row))),
    many(rows) {
      let at = 0;
      for (const row of rows) {
        bytes.withRoom(at, 1)[at] = at === 0 ? OPEN : COMMA;
        at = write(bytes, at + 1, row);
      }
      if (at === 0) return new Json<T[]>('[]');
      bytes.withRoom(at, 1)[at] = CLOSE;
      return new Json<T[]>(bytes.copy(at + 1));
    },
  };
}

/** The same for a text of one row after another, as a file has them. */
export function linesWriter(
  model: ModelStatic<Model>,
  attributes: readonly string[],
  form: Form,
): (rows: readonly WireRow[]) => Buffer {
  const bytes = new GrowingBytes();
  const write = compile(model, attributes, form);
  return (rows) => {
    let at = 0;
    for (const row of rows) at = write(bytes, at, row);
    return bytes.copy(at);
  };
}

interface Column {
  /** What stands before its value. */
  head: Buffer;
  /** In place of null. */
  none: Buffer;
  write: Writer;
}

/** @returns where the row ends */
type WriteRow = (bytes: GrowingBytes, at: number, row: WireRow) => number;

function compile(model: ModelStatic<Model>, attributes: readonly string[], form: Form): WriteRow {
  const none = Buffer.from(form.null);
  const tail = Buffer.from(form.tail);
  const columns = attributes.map((name, at) => ({
    head: Buffer.from(form.head(name, at)),
    none,
    write: writerOf(model, name, form.writers),
  }));
  const fixed = columns.reduce((sum, { head }) => sum + head.length, tail.length);
  return (growing, start, row) => {
    const out = growing.withRoom(start, fixed + roomFor(row.end - row.start, columns.length));
    return asItIs(out, writeColumns(out, start, row, columns), tail, 0, tail.length);
  };
}

function writeColumns(out: Buffer, start: number, row: WireRow, columns: readonly Column[]): number {
  let at = start;
  let from = row.start;
  for (const { head, none, write } of columns) {
    const length = int32(row.bytes, from);
    from += 4;
    at = asItIs(out, at, head, 0, head.length);
    at = length < 0 ? asItIs(out, at, none, 0, none.length) : write(out, at, row.bytes, from, from + length);
    from += Math.max(0, length);
  }
  return at;
}

function writerOf(model: ModelStatic<Model>, name: string, writers: Writers): Writer {
  const { key } = (model.getAttributes()[name]?.type ?? {}) as { key?: string };
  const writer = writers[key ?? ''];
  if (writer === undefined) throw new TypeError(`${model.name}.${name} is of a type that has no writer: ${key}`);
  return writer;
}
