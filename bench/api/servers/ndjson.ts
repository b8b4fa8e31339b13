import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { NewEmployee } from './employee.ts';

const BATCH = 1000;

/** An upload as batches of employees, each read when it is asked for. */
export async function* readBatches(upload: Readable): AsyncGenerator<NewEmployee[]> {
  let batch: NewEmployee[] = [];
  for await (const line of createInterface({ input: upload, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    if (batch.push(JSON.parse(line) as NewEmployee) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** A page of rows as lines. */
export const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const EXPORT_PAGE = 1000;
