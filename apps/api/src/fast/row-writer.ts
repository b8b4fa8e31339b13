import { DataTypes, type Model, type ModelStatic } from 'sequelize';
import { Json } from '../http/json.ts';
import { JsonBytes } from './json-bytes.ts';
import type { TextRow } from './text-query.ts';

/** Writes a column's text as JSON. */
type Writer = (out: JsonBytes, text: string) => void;

const number: Writer = (out, text) => out.ascii(text);
const string: Writer = (out, text) => out.string(text);
const boolean: Writer = (out, text) => out.ascii(text === 't' ? 'true' : 'false');

/** `2026-11-22 21:58:28.123456+00`, of a session in UTC; PostgreSQL leaves out zeros at the end of a second. */
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * @param digits of a second: 3, or 6 which is all that PostgreSQL has
 * @returns RFC 3339 in UTC, cut and not rounded
 * @throws RangeError for what has no such form: infinity, and years past 9999 or before Christ
 */
export function timeText(text: string, digits: 3 | 6): string {
  const [, date, time, fraction = ''] = TIME.exec(text) ?? [];
  if (date === undefined) throw new RangeError('the time has no RFC 3339 form');
  return `${date}T${time}.${fraction.slice(0, digits).padEnd(digits, '0')}Z`;
}

/** Almost all times have a fraction of three digits or more: no pattern is needed to see that, and no text is made. */
const milliseconds: Writer = (out, text) => {
  out.ascii('"');
  if (text.length > 25 && text[10] === ' ' && text[19] === '.' && text.endsWith('+00')) {
    out.ascii(text, 0, 10);
    out.ascii('T');
    out.ascii(text, 11, 23);
    out.ascii('Z');
  } else {
    out.ascii(timeText(text, 3));
  }
  out.ascii('"');
};

const WRITERS: Readonly<Record<string, Writer>> = {
  [DataTypes.INTEGER.key]: number,
  [DataTypes.SMALLINT.key]: number,
  [DataTypes.BOOLEAN.key]: boolean,
  [DataTypes.DECIMAL.key]: string,
  [DataTypes.STRING.key]: string,
  [DataTypes.TEXT.key]: string,
  [DataTypes.ENUM.key]: string,
  [DataTypes.DATE.key]: milliseconds,
};

/** Writes rows of one model as JSON documents. */
export interface RowWriter<T> {
  one(row: TextRow): Json<T>;
  many(rows: readonly TextRow[]): Json<T[]>;
}

/**
 * Compiles what writes rows of a model.
 *
 * @param attributes those that a document has, in its order; they are the first columns of a row in the same order
 * @throws TypeError for an attribute of a type that it does not know
 */
export function rowWriter<T>(model: ModelStatic<Model>, attributes: readonly (keyof T & string)[]): RowWriter<T> {
  const out = new JsonBytes();
  const columns = attributes.map((name, at) => ({
    head: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    write: writerOf(model, name),
  }));
  const write = (row: TextRow): void => {
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at] as (typeof columns)[number];
      const text = row[at] ?? null;
      out.ascii(column.head);
      if (text === null) out.ascii('null');
      else column.write(out, text);
    }
    out.ascii('}');
  };
  return {
    one(row) {
      out.clear();
      write(row);
      return new Json<T>(out.copy());
    },
    many(rows) {
      out.clear();
      out.ascii('[');
      for (const [at, row] of rows.entries()) {
        if (at > 0) out.ascii(',');
        write(row);
      }
      out.ascii(']');
      return new Json<T[]>(out.copy());
    },
  };
}

function writerOf(model: ModelStatic<Model>, name: string): Writer {
  const { key } = (model.getAttributes()[name]?.type ?? {}) as { key?: string };
  const writer = WRITERS[key ?? ''];
  if (writer === undefined) throw new TypeError(`${model.name}.${name} is of a type that has no writer: ${key}`);
  return writer;
}
