import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { PayrollError } from '../src/errors.ts';
import { runPayroll } from '../src/payroll.ts';
import type { Progress } from '../src/progress.ts';
import { AWKWARD, databaseWith, query } from './employees.ts';
import { emptyFolder, payroll, startPayroll } from './payroll-process.ts';

const SILENT: Progress = { start: () => undefined, advance: () => undefined, stop: () => undefined };

/** Does `what` when the `at`-th employee has been read. */
function atEmployee(at: number, what: () => void): Progress {
  let read = 0;
  return { ...SILENT, advance: () => void ((read += 1) === at && what()) };
}

const rejection = (promise: Promise<unknown>): Promise<PayrollError> =>
  promise.then(
    () => expect.fail('it went well'),
    (error: unknown) => (error instanceof PayrollError ? error : expect.fail(String(error))),
  );

describe('the file', () => {
  test('replaces one that is there, which keeps its mode', async () => {
    const file = join(await emptyFolder(), 'payroll.csv');
    await writeFile(file, 'old');
    await chmod(file, 0o640);
    expect(await payroll('--database-url', await databaseWith(AWKWARD), '--out', file)).toMatchObject({ code: 0 });
    expect(await readFile(file, 'utf8')).toMatch(/^id,name/);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  test('may stand behind a symbolic link, which stays one', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'payroll.csv'), 'old');
    await symlink('payroll.csv', join(folder, 'link'));
    await payroll('--database-url', await databaseWith(AWKWARD), '--out', join(folder, 'link'));
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'payroll.csv'), 'utf8')).toMatch(/^id,name/);
    expect(await readdir(folder)).toHaveLength(2);
  });
});

describe('nothing is left behind, and what was there stays', () => {
  async function folderWithOld(): Promise<{ folder: string; file: string; unchanged: () => Promise<void> }> {
    const folder = await emptyFolder();
    const file = join(folder, 'payroll.csv');
    await writeFile(file, 'old');
    const unchanged = async (): Promise<void> => {
      expect(await readdir(folder)).toEqual(['payroll.csv']);
      expect(await readFile(file, 'utf8')).toBe('old');
    };
    return { folder, file, unchanged };
  }

  test('when it is stopped in the middle', async () => {
    const { file, unchanged } = await folderWithOld();
    const controller = new AbortController();
    const progress = atEmployee(1500, () => controller.abort());
    const url = await databaseWith([], 2500);
    const error = await rejection(runPayroll({ url, out: file, progress, signal: controller.signal }));
    expect(error).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
    await unchanged();
  });

  test('when Ctrl-C ends the process', async () => {
    const { folder, file, unchanged } = await folderWithOld();
    const { child, ended } = startPayroll(['--database-url', await databaseWith([], 60_000), '--out', file]);
    while ((await readdir(folder)).length === 1 && child.exitCode === null) await sleep(2);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringContaining('[INTERRUPTED]') });
    await unchanged();
  });

  test('when the connection is lost in the middle', async () => {
    const { file, unchanged } = await folderWithOld();
    const url = await databaseWith([], 20_000);
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'roster-payroll'`;
    const progress = atEmployee(10, () => void query(url, kill));
    const error = await rejection(runPayroll({ url, out: file, progress, signal: new AbortController().signal }));
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 5 });
    await unchanged();
  });

  test('when a salary is no amount', async () => {
    const { file, unchanged } = await folderWithOld();
    const url = await databaseWith([], 2500);
    await query(url, "UPDATE employee SET salary = 'NaN' WHERE id = 2400");
    expect(await payroll('--database-url', url, '--out', file)).toMatchObject({ code: 1 });
    await unchanged();
  });

  test.skipIf(process.platform === 'win32')('when the system refuses a file of that size', async () => {
    const { file, unchanged } = await folderWithOld();
    const node = `exec "$0" --conditions=@roster/source --import @oxc-node/core/register src/main.ts "$@"`;
    const args = ['--database-url', await databaseWith([], 5000), '--out', file];
    // 32 blocks of 1 KiB or half of it; the CSV has some 300.
    const child = spawn('bash', ['-c', `ulimit -f 32; ${node}`, process.execPath, ...args], {
      cwd: new URL('..', import.meta.url),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
    const [code] = await once(child, 'close');
    expect({ code, words }).toEqual({ code: 3, words: expect.stringMatching(/\[OUTPUT_FAILED\][^]*EFBIG/) });
    await unchanged();
  });
});

describe('a place that is no place for a file ends with 3', () => {
  test.each([
    ['a folder that is not there', (folder: string) => join(folder, 'no', 'such.csv'), 'OUTPUT_FAILED'],
    ['a folder itself', (folder: string) => folder, 'OUTPUT_NO_FILE'],
    ['a device', () => '/dev/null', 'OUTPUT_NO_FILE'],
  ])('%s', async (_name, place, errorCode) => {
    const path = place(await emptyFolder());
    const { code, stdout, stderr } = await payroll('--database-url', await databaseWith(AWKWARD), '--out', path);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`[${errorCode}]`);
    expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});
