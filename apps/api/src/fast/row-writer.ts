import { DataTypes, type Model, type ModelStatic } from 'sequelize';
import { Json } from '../http/json.ts';
import type { TextRow } from './text-query.ts';

/** A column's text, as JSON. */
type Writer = (text: string) => string;

/** What JSON must not hold as it is: quotes, backslashes, controls, and halves of pairs, of which `JSON.stringify` makes escapes. */
const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const string: Writer = (text) => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
const quoted: Writer = (text) => `"${text}"`;
const number: Writer = (text) => text;
const boolean: Writer = (text) => (text === 't' ? 'true' : 'false');

/** `2026-11-22 21:58:28.123456+00`, of a session in UTC; PostgreSQL leaves out zeros at the end of a second. */
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * @param digits of a second: 3, or 6 which is all that PostgreSQL has
 * @returns RFC 3339 in UTC, cut and not rounded
 * @throws RangeError for what has no such form: infinity, and years past 9999 or before Christ
 */
export function timeText(text: string, digits: 3 | 6): string {
  // Almost all have a fraction of three digits or more; no pattern is needed to see that.
  if (digits === 3 && text.length > 25 && text[10] === ' ' && text[19] === '.' && text.endsWith('+00')) {
    return `${text.slice(0, 10)}T${text.slice(11, 23)}Z`;
  }
  const [, date, time, fraction = ''] = TIME.exec(text) ?? [];
  if (date === undefined) throw new RangeError('the time has no RFC 3339 form');
  return `${date}T${time}.${fraction.slice(0, digits).padEnd(digits, '0')}Z`;
}

const milliseconds: Writer = (text) => `"${timeText(text, 3)}"`;

const WRITERS: Readonly<Record<string, Writer>> = {
  [DataTypes.INTEGER.key]: number,
  [DataTypes.SMALLINT.key]: number,
  [DataTypes.BOOLEAN.key]: boolean,
  [DataTypes.DECIMAL.key]: quoted,
  [DataTypes.STRING.key]: string,
  [DataTypes.TEXT.key]: string,
  [DataTypes.ENUM.key]: string,
  [DataTypes.DATE.key]: milliseconds,
};

/**
 * Compiles what writes rows of a model as JSON documents.
 *
 * @param attributes those that a document has, in its order; they are the first columns of a row in the same order
 * @throws TypeError for an attribute of a type that it does not know
 */
export function rowWriter<T>(
  model: ModelStatic<Model>,
  attributes: readonly (keyof T & string)[],
): (row: TextRow) => Json<T> {
  const columns = attributes.map((name, at) => ({
    head: `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    write: writerOf(model, name),
  }));
  return (row) => {
    let text = '';
    for (let at = 0; at < columns.length; at += 1) {
      const { head, write } = columns[at] as (typeof columns)[number];
      const value = row[at] ?? null;
      text += head + (value === null ? 'null' : write(value));
    }
    return new Json<T>(`${text}}`);
  };
}

function writerOf(model: ModelStatic<Model>, name: string): Writer {
  const { key } = (model.getAttributes()[name]?.type ?? {}) as { key?: string };
  const writer = WRITERS[key ?? ''];
  if (writer === undefined) throw new TypeError(`${model.name}.${name} is of a type that has no writer: ${key}`);
  return writer;
}
