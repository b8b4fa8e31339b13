import { malformedBody } from '../../../errors.ts';
import { repeatedKey } from '../../../http/repeated-key.ts';
import type { EmployeeDocument } from '../schema.ts';
import type { Line, Lines } from './row.ts';

/** One JSON value on each line: https://github.com/ndjson/ndjson-spec. */

export const ndjsonText = (employees: readonly EmployeeDocument[]): string =>
  employees.map((employee) => `${JSON.stringify(employee)}\n`).join('');

/** In characters; it bounds the memory that one line can take. */
const LONGEST_LINE = 65_536;

/**
 * The values of an NDJSON text, each with the number of its line. Empty lines are left out.
 *
 * @throws 400 for a line that is longer than any row
 */
export async function* ndjsonLines(text: AsyncIterable<string>): Lines {
  let before = 0;
  for await (const contents of linesOf(text)) {
    yield valuesOf(contents, before);
    before += contents.length;
  }
}

/** Many at a time: to wait for each alone takes longer than to read it. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of text) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield lines;
    // No further chunk can make it shorter.
    if (rest.length > LONGEST_LINE) break;
  }
  if (rest !== '') yield [rest];
}

function* valuesOf(contents: readonly string[], before: number): Generator<Line> {
  let line = before;
  for (const content of contents) {
    line += 1;
    if (content.length > LONGEST_LINE) throw malformedBody(`line ${line} is longer than ${LONGEST_LINE} characters`);
    if (content.trim() !== '') yield valueOf(content, line);
  }
}

function valueOf(content: string, line: number): Line {
  try {
    const value: unknown = JSON.parse(content);
    return repeatedKey(content, value) === undefined
      ? { line, value }
      : { line, faults: [{ msg: 'Key given more than once', type: 'repeated' }] };
  } catch {
    return { line, faults: [{ msg: 'Line should be one JSON object', type: 'json_invalid' }] };
  }
}
