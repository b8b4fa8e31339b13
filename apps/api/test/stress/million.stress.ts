import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, openAsBlob, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { emptyDatabase } from '../database-under-test.ts';
import type { Json } from '../json-client.ts';
import { spawnServer } from '../server-under-test.ts';

const ROWS = 1_000_000;
const BAD_LINE = 777_777;
const MOST_MEGABYTES = 200;

/** The most memory that a process has had, in MB: Linux's VmHWM. */
const peakOf = (pid: number | undefined): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const HASH = `SELECT count(*) || ' ' || sum(('x' || left(md5(e::text), 15))::bit(60)::bigint) AS hash FROM employee e`;

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../..', import.meta.url));
// The loader of the sources alone has more memory than this is about.
beforeAll(() => execute('npx', ['-y', 'pnpm@12', 'build'], { cwd: root }), 300_000);

async function start() {
  const url = await emptyDatabase();
  const { child, listening } = spawnServer({ DATABASE_URL: url }, { built: true });
  const address = await listening;
  const client = new pg.Client(url);
  await client.connect();
  onTestFinished(() => client.end());
  const folder = await mkdtemp(join(tmpdir(), 'roster-million-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const hash = async (): Promise<string> => (await client.query<{ hash: string }>(HASH)).rows[0]?.hash ?? '';
  const save = async (accept: string, file: string): Promise<void> => {
    const answer = await fetch(`${address}/v1/employees/export`, { headers: { accept } });
    await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file));
  };
  const send = async (type: string, file: string) =>
    fetch(`${address}/v1/employees/import`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: await openAsBlob(file),
    });
  return { client, folder, hash, save, send, peak: () => peakOf(child.pid) };
}

const fill = (client: pg.Client) =>
  client.query(
    `INSERT INTO employee (name, salary, bonus, is_leave, gender, entry_date)
     SELECT md5(n::text) || (ARRAY['', '=', ',"', E'\\n'])[1 + n % 4], n % 10000000 / 100.0, n % 7, n % 5 = 0,
            (enum_range(NULL::enum_employee_gender))[1 + n % 2], now() + n * INTERVAL '1 microsecond'
     FROM generate_series(1, ${ROWS}) n`,
  );

test.each([
  ['text/csv', 'rows.csv'],
  ['application/x-ndjson', 'rows.ndjson'],
])(
  `a million rows go out and in by %s in ${MOST_MEGABYTES} MB, the same to the byte; a bad one keeps all out`,
  async (type, name) => {
    const { client, folder, hash, save, send, peak } = await start();
    await fill(client);
    const [before, file] = [await hash(), join(folder, name)];
    await save(type, file);
    const afterExport = peak();
    await client.query('TRUNCATE employee');
    const reply = await send(type, file);
    expect([reply.status, await reply.json()]).toEqual([200, { imported: ROWS, dryRun: false }]);
    expect(await hash()).toBe(before);

    await client.query('TRUNCATE employee');
    const broken = join(folder, `broken-${name}`);
    const line = await spoil(file, broken, BAD_LINE);
    const refused = await send(type, broken);
    const { errors } = (await refused.json()) as Json;
    expect([refused.status, errors]).toMatchObject([422, [{ loc: ['body', line, 'salary'] }]]);
    expect(await hash()).toBe('');
    process.stderr.write(
      `${type}: peak ${afterExport.toFixed()} MB after the export, ${peak().toFixed()} MB after all\n`,
    );
    expect(peak()).toBeLessThan(MOST_MEGABYTES);
  },
  900_000,
);

/** Makes the salary of the first whole row from a line on negative. @returns its line */
async function spoil(from: string, to: string, at: number): Promise<number> {
  let line = 0;
  let spoiled = 0;
  async function* lines() {
    for await (const text of createInterface({ input: createReadStream(from), crlfDelay: Infinity })) {
      line += 1;
      const broken =
        spoiled === 0 && line >= at ? text.replace(/^(\{.*"salary":"|\d+,[^",]*,)(\d+\.\d\d)(?=.*:)/, '$1-$2') : text;
      if (broken !== text) spoiled = line;
      yield `${broken}\n`;
    }
  }
  await pipeline(lines, createWriteStream(to));
  return spoiled;
}
