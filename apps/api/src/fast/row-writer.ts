import type { Model, ModelStatic } from 'sequelize';
import { Json } from '../http/json.ts';
import { JSON_WRITERS, type Writer, type Writers } from './column-writers.ts';
import { OutBytes } from './out-bytes.ts';
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
  const out = new OutBytes();
  const write = compile(model, attributes, JSON_FORM);
  return {
    one(row) {
      out.clear();
      write(out, row);
      return new Json<T>(out.copy());
    },
    many(rows) {
      out.clear();
      out.byte(OPEN);
      for (const [at, row] of rows.entries()) {
        if (at > 0) out.byte(COMMA);
        write(out, row);
      }
      out.byte(CLOSE);
      return new Json<T[]>(out.copy());
    },
  };
}

/** The same for a text of one row after another, as a file has them. */
export function linesWriter(
  model: ModelStatic<Model>,
  attributes: readonly string[],
  form: Form,
): (rows: readonly WireRow[]) => Buffer {
  const out = new OutBytes();
  const write = compile(model, attributes, form);
  return (rows) => {
    out.clear();
    for (const row of rows) write(out, row);
    return out.copy();
  };
}

type WriteRow = (out: OutBytes, row: WireRow) => void;

function compile(model: ModelStatic<Model>, attributes: readonly string[], form: Form): WriteRow {
  const columns = attributes.map((name, at) => ({
    head: Buffer.from(form.head(name, at)),
    writeValue: writerOf(model, name, form.writers),
  }));
  const [none, tail] = [Buffer.from(form.null), Buffer.from(form.tail)];
  return (out, { bytes, start }) => {
    let at = start;
    for (const { head, writeValue } of columns) {
      const length = int32(bytes, at);
      at += 4;
      out.raw(head);
      if (length < 0) {
        out.raw(none);
      } else {
        writeValue(out, bytes, at, at + length);
        at += length;
      }
    }
    out.raw(tail);
  };
}

function writerOf(model: ModelStatic<Model>, name: string, writers: Writers): Writer {
  const { key } = (model.getAttributes()[name]?.type ?? {}) as { key?: string };
  const writer = writers[key ?? ''];
  if (writer === undefined) throw new TypeError(`${model.name}.${name} is of a type that has no writer: ${key}`);
  return writer;
}
