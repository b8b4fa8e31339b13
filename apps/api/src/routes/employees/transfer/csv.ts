import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { type Fault, invalidRequest, malformedBody } from '../../../errors.ts';
import { EmployeeDocument } from '../schema.ts';
import { EmployeeRow, type Line, type Lines } from './row.ts';

/** CSV as RFC 4180 has it: a head line, commas, CRLF; read with LF and with columns in any order as well. */

type Column = keyof EmployeeDocument;

const columns = Object.keys(EmployeeDocument.shape) as Column[];

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does one that begins with
 * apostrophes and then such: taking one away again gives back what was there.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const GUARDED = /^'*[=+\-@\t\r\n＝＋－＠]/;
const UNGUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

const guarded = (text: string): string => (GUARDED.test(text) ? `'${text}` : text);
const unguarded = (text: string): string => (UNGUARDED.test(text) ? text.slice(1) : text);

export const csvHead = (bom: boolean): string => `${bom ? '\u{feff}' : ''}${columns.join()}\r\n`;

export const csvText = (employees: readonly EmployeeDocument[]): string => employees.map(lineOf).join('');

/** By hand: only a name can need quotes, and csv-stringify took more than a third of an export's processor time to find that out. */
const lineOf = (employee: EmployeeDocument): string =>
  `${columns.map((column) => (column === 'name' ? cellText(employee.name) : employee[column])).join()}\r\n`;

/** A text as a cell has it. */
export const cellText = (text: string): string => quoted(guarded(text));

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** In characters; it bounds what a missing quote can make of a file. */
const LONGEST_RECORD = 65_536;

const OPTIONS: Options = {
  info: true,
  record_delimiter: ['\r\n', '\n'],
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_RECORD,
};

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * The rows of a CSV text, each with the number of its line (its last one, where a name has a line break).
 *
 * @throws 400 where quotes are not as CSV has them · 422 for a head that has a column too many or lacks one
 */
export async function* csvLines(text: AsyncIterable<string>): Lines {
  const parser = parse(OPTIONS);
  // What fails in the source ends the loop below, by way of the parser.
  pipeline(Readable.from(text), parser, () => undefined);
  const linesIn = lineReader();
  let isEmpty = true;
  try {
    for await (const first of parser as AsyncIterable<Parsed>) {
      isEmpty = false;
      yield linesIn(withRest(first, parser));
    }
  } catch (error) {
    throw error instanceof CsvError ? malformedBody(`the body is not CSV: ${wordsOf(error)}`, error) : error;
  }
  if (isEmpty) throw invalidRequest([{ loc: ['body', 1], msg: 'A head line is required', type: 'missing' }]);
}

/** A record, and those that need not be waited for. */
function* withRest(first: Parsed, parser: Readable): Generator<Parsed> {
  for (let next: Parsed | null = first; next !== null; next = parser.read() as Parsed | null) yield next;
}

/** Of records, the first of which is the head. */
function lineReader(): (records: Iterable<Parsed>) => Generator<Line> {
  let head: Column[] | undefined;
  // csv-parse takes each CR within a cell for a line; editors count LF.
  let returns = 0;
  return function* linesIn(records) {
    for (const { record, info } of records) {
      for (const cell of record) if (cell.includes('\r')) returns += cell.split('\r').length - 1;
      if (head === undefined) head = headOf(record);
      else yield valueOf(record, head, info.lines - returns);
    }
  };
}

/** Its message quotes the row. */
const wordsOf = ({ code, lines }: CsvError & { lines?: number }): string => `${code} at line ${lines ?? 1}`;

const known: ReadonlySet<string> = new Set(columns);
const required = columns.filter((column) => !EmployeeRow.shape[column].safeParse(undefined).success);

function headOf(names: readonly string[]): Column[] {
  const faults: Fault[] = [];
  const fault = (name: string, msg: string, type: string) => faults.push({ loc: ['body', 1, name], msg, type });
  for (const [at, name] of names.entries()) {
    if (!known.has(name)) fault(name, 'Extra inputs are not permitted', 'extra_forbidden');
    else if (names.indexOf(name) < at) fault(name, 'Column given more than once', 'repeated');
  }
  for (const name of required) if (!names.includes(name)) fault(name, 'Field required', 'missing');
  if (faults.length > 0) throw invalidRequest(faults);
  return names as Column[];
}

function valueOf(cells: readonly string[], head: readonly Column[], line: number): Line {
  if (cells.length !== head.length) {
    return { line, faults: [{ msg: `Line should have ${head.length} cells, and has ${cells.length}`, type: 'cells' }] };
  }
  const value: Partial<Record<Column, unknown>> = {};
  for (const [at, column] of head.entries()) {
    const cell = cells[at] ?? '';
    // An empty cell says nothing: the row has that column's default.
    if (cell !== '') value[column] = readers[column]?.(cell) ?? cell;
  }
  return { line, value };
}

const integer = (cell: string): unknown => (/^[+-]?\d{1,15}$/.test(cell) ? Number(cell) : cell);
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** What does not fit stays the text that it is, and the schema says what is wrong with it. */
const readers: Partial<Record<Column, (cell: string) => unknown>> = {
  id: integer,
  bonus: integer,
  name: unguarded,
  isLeave: (cell) => BOOLEANS[cell.toLowerCase()] ?? cell,
};
