import { Employee } from '@roster/models';
import { DataTypes } from 'sequelize';
import { rowWriter, timeText } from '../../../fast/row-writer.ts';
import type { TextRow } from '../../../fast/text-query.ts';
import type { Json } from '../../../http/json.ts';
import type { Position } from '../cursor.ts';
import type { Order, SortKey } from '../order.ts';
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

/** Where a row stands in an order: with the values that the plain way has, too. */
export const positionOf = (row: TextRow, order: Order): Position =>
  order.map(({ key }) => valueOf(key, textAt(row, selected.indexOf(key))));

function valueOf(key: SortKey, text: string): Position[number] {
  const { type } = Employee.getAttributes()[key];
  if (type instanceof DataTypes.INTEGER) return Number(text);
  if (type instanceof DataTypes.BOOLEAN) return text === 't';
  return type instanceof DataTypes.DATE ? timeText(text, 6) : text;
}
