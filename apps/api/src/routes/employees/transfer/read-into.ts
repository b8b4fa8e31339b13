import { type Fault, MOST_FAULTS } from '../../../errors.ts';
import { collectEarlyForNow } from '../../../heap.ts';
import { check } from '../../../http/check.ts';
import { faultsOf } from '../../../http/faults.ts';
import type { Upload } from '../../../http/route.ts';
import { csvLines } from './csv.ts';
import { ndjsonLines } from './ndjson.ts';
import { EmployeeRow, type Line } from './row.ts';
import type { ImportSession, NumberedRow } from './session.ts';

/** Rows in one statement. */
const BATCH = 1000;

const readers = { 'text/csv': csvLines, 'application/x-ndjson': ndjsonLines } as const;

export interface Outcome {
  /** How many there were. */
  rows: number;
  /** Of rows that are no employees. */
  faults: Fault[];
  /** Of rows whose name or id is there already. */
  taken: Fault[];
}

/**
 * Reads an upload to its end, or to its hundredth fault, and puts its rows into the session as they come; never more than
 * a batch of them is in memory.
 */
export async function readInto(session: ImportSession, upload: Upload<keyof typeof readers>): Promise<Outcome> {
  const outcome: Outcome = { rows: 0, faults: [], taken: [] };
  let batch: NumberedRow[] = [];
  const flush = async (): Promise<void> => {
    for (const { line, field } of await session.insert(batch)) {
      outcome.taken.push({ loc: ['body', line, field], msg: `Another employee has this ${field}`, type: 'unique' });
    }
    batch = [];
  };
  const takes = async (rows: Iterable<NumberedRow>): Promise<boolean> => {
    for (const row of rows) {
      if (batch.push(row) >= BATCH) {
        collectEarlyForNow();
        await flush();
      }
      if (outcome.faults.length + outcome.taken.length >= MOST_FAULTS) return false;
    }
    return outcome.faults.length < MOST_FAULTS;
  };
  const rowsIn = rowReader(outcome);
  for await (const lines of readers[upload.type](upload.text)) if (!(await takes(rowsIn(lines)))) break;
  await flush();
  return outcome;
}

/** Of some lines those that are rows; of the others the faults go into the outcome. */
function rowReader(outcome: Outcome): (lines: Iterable<Line>) => Iterable<NumberedRow> {
  let withIds: boolean | undefined;
  return function* rowsIn(lines) {
    for (const line of lines) {
      outcome.rows += 1;
      const row = rowOf(line, outcome.faults);
      if (row !== undefined) {
        withIds ??= row.id !== undefined;
        if (withIds === (row.id !== undefined)) yield { line: line.line, row };
        else outcome.faults.push({ loc: ['body', line.line, 'id'], msg: MIXED, type: 'mixed_ids' });
      }
      if (outcome.faults.length >= MOST_FAULTS) return;
    }
  };
}

/** Otherwise a new id could be one that a later row brings along. */
const MIXED = 'Every row should have an id, or none';

function rowOf(line: Line, faults: Fault[]): EmployeeRow | undefined {
  if ('faults' in line) {
    faults.push(...line.faults.map((fault) => ({ loc: ['body', line.line], ...fault })));
    return undefined;
  }
  const { success, data, error } = check(EmployeeRow, line.value);
  if (success) return data;
  for (const { loc, ...fault } of faultsOf(error.issues, 'body')) {
    faults.push({ loc: ['body', line.line, ...loc.slice(1)], ...fault });
  }
  return undefined;
}
