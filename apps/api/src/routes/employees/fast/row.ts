import { Employee } from '@roster/models';
import { DataTypes } from 'sequelize';
import { EXACT_JSON_WRITERS } from '../../../fast/column-writers.ts';
import { linesWriter, ndjsonForm, rowWriter } from '../../../fast/row-writer.ts';
import { timeText, timeValue } from '../../../fast/times.ts';
import type { WireRow } from '../../../fast/wire-row.ts';
import type { Json } from '../../../http/json.ts';
import type { Position } from '../cursor.ts';
import { isTime, type Order, type SortKey } from '../order.ts';
import { EmployeeDocument } from '../schema.ts';
import type { ExportFormat, Tagged } from '../store.ts';
import { etagOf } from '../version.ts';
import { csvForm } from './csv-form.ts';

const documented = Object.keys(EmployeeDocument.shape) as (keyof EmployeeDocument)[];

/** The columns of every statement of the fast path, in their order. */
export const selected = [...documented, 'xmin'] as const;

const XMIN = selected.indexOf('xmin');
const ID = selected.indexOf('id');
const NAME = selected.indexOf('name');
const UPDATE_TIME = selected.indexOf('updateTime');

const textAt = (row: WireRow, at: number): string => row.text(at) ?? '';

export const idOf = (row: WireRow): number => Number(textAt(row, ID));
export const nameOf = (row: WireRow): string => textAt(row, NAME);

/** What is made of rows. */
export interface Rows {
  documents(rows: readonly WireRow[]): Json<EmployeeDocument[]>;
  tagged(row: WireRow): Tagged;
}

export function rows(): Rows {
  const writer = rowWriter<EmployeeDocument>(Employee, documented);
  const tagged = (row: WireRow): Tagged => {
    const updateTime = new Date(row.read(UPDATE_TIME, timeValue));
    return { id: idOf(row), employee: writer.one(row), etag: etagOf({ xmin: textAt(row, XMIN), updateTime }) };
  };
  return { documents: writer.many, tagged };
}

/** A page of an export. */
export const fileWriters = (): Record<ExportFormat, (rows: readonly WireRow[]) => Buffer> => ({
  'text/csv': linesWriter(Employee, documented, csvForm),
  'application/x-ndjson': linesWriter(Employee, documented, ndjsonForm(EXACT_JSON_WRITERS)),
});

/** Where a row stands in an order: with the values that the plain way has, too. */
export const positionOf = (row: WireRow, order: Order): Position =>
  order.map(({ key }) => {
    const text = textAt(row, selected.indexOf(key));
    return isTime(key) ? timeText(text, 6) : readerOf(key)(text);
  });

type Reader = (text: string) => Position[number];

function readerOf(key: SortKey): Reader {
  const { type } = Employee.getAttributes()[key];
  if (type instanceof DataTypes.INTEGER) return Number;
  return type instanceof DataTypes.BOOLEAN ? (text) => text === 't' : (text) => text;
}
