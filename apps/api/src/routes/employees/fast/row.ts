import { Employee } from '@roster/models';
import { DataTypes } from 'sequelize';
import { rowWriter, timeText } from '../../../fast/row-writer.ts';
import type { TextRow } from '../../../fast/text-query.ts';
import type { Json } from '../../../http/json.ts';
import type { Position } from '../cursor.ts';
import { isTime, type Order, type SortKey } from '../order.ts';
import { EmployeeDocument } from '../schema.ts';
import type { Tagged } from '../store.ts';
import { etagOf } from '../version.ts';

const documented = Object.keys(EmployeeDocument.shape) as (keyof EmployeeDocument)[];

/** The columns of every statement of the fast path, in their order. */
export const selected = [...documented, 'xmin'] as const;

const XMIN = selected.indexOf('xmin');
const ID = selected.indexOf('id');
const NAME = selected.indexOf('name');
const UPDATE_TIME = selected.indexOf('updateTime');

const textAt = (row: TextRow, at: number): string => row[at] ?? '';

export const idOf = (row: TextRow): string => textAt(row, ID);
export const nameOf = (row: TextRow): string => textAt(row, NAME);

/** What is made of rows. */
export interface Rows {
  documents(rows: readonly TextRow[]): Json<EmployeeDocument[]>;
  tagged(row: TextRow): Tagged;
}

export function rows(): Rows {
  const writer = rowWriter<EmployeeDocument>(Employee, documented);
  const tagged = (row: TextRow): Tagged => {
    const updateTime = new Date(timeText(textAt(row, UPDATE_TIME), 3));
    return { id: Number(idOf(row)), employee: writer.one(row), etag: etagOf({ xmin: textAt(row, XMIN), updateTime }) };
  };
  return { documents: writer.many, tagged };
}

/** A row with all that the database has of its times, and no more digits than that needs. */
export function exactReader(): (row: TextRow) => EmployeeDocument {
  const readers = documented.map((name) => ({ name, read: readerOf(name) }));
  return (row) => {
    const document: Record<string, unknown> = {};
    for (const [at, { name, read }] of readers.entries()) document[name] = read(textAt(row, at));
    return document as EmployeeDocument;
  };
}

/** Where a row stands in an order: with the values that the plain way has, too. */
export const positionOf = (row: TextRow, order: Order): Position =>
  order.map(({ key }) => {
    const text = textAt(row, selected.indexOf(key));
    return isTime(key) ? timeText(text, 6) : readerOf(key)(text);
  });

type Reader = (text: string) => Position[number];

const shortTime: Reader = (text) => timeText(text, 6).replace(/000Z$/, 'Z');

function readerOf(key: SortKey): Reader {
  const { type } = Employee.getAttributes()[key];
  if (type instanceof DataTypes.INTEGER) return Number;
  if (type instanceof DataTypes.BOOLEAN) return (text) => text === 't';
  return type instanceof DataTypes.DATE ? shortTime : (text) => text;
}
