import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { describe, expect, test } from 'vitest';
import { databaseWith, query } from '../employees.ts';
import { emptyFolder, startPayroll } from '../payroll-process.ts';

const MB = 1024;

/** Node ends a process whose live objects need more, in MB: rows that are kept would. */
const SMALL_HEAP = '--max-old-space-size=40';
const TELL_MEMORY = new URL('./tell-memory.js', import.meta.url).href;

/** The peak of a run with CSV, in kB, and its summary. */
async function run(
  rows: number,
): Promise<{ peak: number; url: string; file: string; summary: { all: { salary: string } } }> {
  const url = await databaseWith([], rows);
  const file = join(await emptyFolder(), 'payroll.csv');
  const args = ['--json', '--database-url', url, '--out', file];
  const { code, stdout, stderr } = await startPayroll(args, { flags: [SMALL_HEAP, '--import', TELL_MEMORY] }).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^maxRSS \d+\n$/) });
  return { url, file, summary: JSON.parse(stdout), peak: Number(/maxRSS (\d+)/.exec(stderr)?.[1]) };
}

/** One number for all rows in their order. */
async function hashOfCsv(file: string): Promise<string> {
  const hash = createHash('sha256');
  const rows: AsyncIterable<Record<string, string>> = createReadStream(file).pipe(parse({ columns: true }));
  for await (const { id, name, salary, bonus } of rows) hash.update(`${id}|${name}|${salary}|${bonus}\n`);
  return hash.digest('hex');
}

describe('200 000 employees', () => {
  test('take hardly more memory than 2 000, and come out to the row and the cent', async () => {
    const small = await run(2000);
    const big = await run(200_000);
    expect(big.peak - small.peak).toBeLessThan(50 * MB);
    expect(big.peak).toBeLessThan(200 * MB);
    const [table] = await query(
      big.url,
      `SELECT sum(salary)::text AS salary,
              encode(sha256(string_agg(id || '|' || name || '|' || salary || '|' || bonus || E'\\n', '' ORDER BY id)::bytea), 'hex') AS hash
         FROM employee`,
    );
    expect(big.summary.all.salary).toBe(table?.['salary']);
    expect(await hashOfCsv(big.file)).toBe(table?.['hash']);
  }, 300_000);
});
