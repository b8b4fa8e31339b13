import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvOfEmployees } from './csv.ts';
import { createSequelize, explain } from './database.ts';
import { type EmployeeRow, readEmployees, type Snapshot } from './employees.ts';
import { interrupted } from './errors.ts';
import { writeAtomically } from './output-file.ts';
import type { Progress } from './progress.ts';
import { addEmployee, emptySummary, type Summary } from './summary.ts';

export interface PayrollOptions {
  url: string;
  /** Where the CSV goes; without one only the summary is made. */
  out?: string | undefined;
  /** Whether the CSV begins with a byte order mark. */
  bom?: boolean;
  progress: Progress;
  /** Ends it between two employees; no file is left behind. */
  signal: AbortSignal;
}

/**
 * Reads all employees once, in constant memory: sums them up and writes them to a file, both of the same moment.
 *
 * @throws PayrollError
 */
export async function runPayroll(options: PayrollOptions): Promise<Summary> {
  const sequelize = createSequelize(options.url);
  try {
    return await readEmployees(sequelize, (snapshot) => summarize(snapshot, options));
  } catch (error) {
    throw options.signal.aborted ? interrupted() : explain(error, options.url);
  } finally {
    options.progress.stop();
    await sequelize.close();
  }
}

async function summarize({ count, employees }: Snapshot, { out, bom = false, progress, signal }: PayrollOptions) {
  const summary = emptySummary();
  progress.start(count);
  const rows = counted(employees, summary, { progress, signal });
  if (out === undefined) await drain(rows);
  else await writeAtomically(out, (file) => pipeline(Readable.from(rows), csvOfEmployees({ bom }), file, { signal }));
  return summary;
}

async function* counted(
  employees: AsyncIterable<EmployeeRow>,
  summary: Summary,
  { progress, signal }: Pick<PayrollOptions, 'progress' | 'signal'>,
): AsyncGenerator<EmployeeRow> {
  for await (const employee of employees) {
    signal.throwIfAborted();
    addEmployee(summary, employee);
    progress.advance();
    yield employee;
  }
}

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _row of rows);
}
