import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Contract, Schema } from './document.ts';
import { valuesOf } from './values.ts';

/** Bodies of many records. OpenAPI 3.1 has no word for them: NDJSON has the schema of one record as `contentSchema`. */

export const NDJSON = 'application/x-ndjson';
export const CSV = 'text/csv';

export const isStream = (type: string): boolean => type === NDJSON || type === CSV;

/** Of one record; CSV holds what NDJSON does. @param schemas by media type */
export const recordOf = (schemas: Record<string, Schema>): Schema => schemas[NDJSON].contentSchema;

type Row = Record<string, unknown>;

/** Rows that all have the same fields, as those of one table do. */
export function rowsOf(contract: Contract, record: Schema): fc.Arbitrary<Row[]> {
  const { properties, required = [] } = contract.resolve(record);
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  return fc.subarray(optional).chain((some) => {
    const chosen = [...required, ...some].map((name) => [name, valuesOf(contract, properties[name], name)]);
    return fc.array(fc.record(Object.fromEntries(chosen), { noNullPrototype: true }), { minLength: 1, maxLength: 5 });
  });
}

export const encoded = (type: string, rows: readonly Row[]): string => (type === CSV ? csvOf(rows) : ndjsonOf(rows));

const ndjsonOf = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function csvOf(rows: readonly Row[]): string {
  const head = Object.keys(rows[0] ?? {});
  const lines = [head, ...rows.map((row) => head.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join()}\r\n`).join('');
}

/** What is wrong with the records of a body. */
export function streamFaults(contract: Contract, type: string, record: Schema, body: string): string[] {
  return rowsIn(contract, type, record, body).flatMap((row, at) =>
    contract.faults(record, row).map((fault) => `record ${at + 1}${fault}`),
  );
}

function rowsIn(contract: Contract, type: string, record: Schema, body: string): unknown[] {
  if (type === NDJSON)
    return body
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const { properties } = contract.resolve(record);
  const rows: Record<string, string>[] = parse(body, { bom: true, columns: true, record_delimiter: '\r\n' });
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, typed(cell, properties[name])])),
  );
}

function typed(cell: string, schema: Schema): unknown {
  if (schema?.type === 'integer') return Number(cell);
  return schema?.type === 'boolean' ? cell === 'true' : cell;
}
