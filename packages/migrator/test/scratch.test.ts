import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { type ScratchDatabase, withScratch } from '../src/postgres/scratch.ts';
import { query } from './catalog.ts';

const url = (): string => inject('postgresUrl');

const exists = async ({ name }: ScratchDatabase): Promise<boolean> =>
  (await query(url(), 'SELECT 1 FROM pg_database WHERE datname = $1', [name])).length > 0;

describe('scratch databases', () => {
  test('are there while the work goes on, apart from each other, and gone afterwards', async () => {
    const made = await withScratch(url(), async (server) => {
      const databases = [await server.create(), await server.create()];
      await query(String(databases[0]?.url), 'CREATE TABLE t (a int)');
      expect(await query(String(databases[1]?.url), "SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
      return databases;
    });
    expect(await Promise.all(made.map(exists))).toEqual([false, false]);
  });

  test('are gone after work that failed, also with connections still open', async () => {
    let made: ScratchDatabase | undefined;
    const work = withScratch(url(), async (server) => {
      made = await server.create();
      void query(made.url, 'SELECT pg_sleep(60)').catch(() => undefined);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(made && (await exists(made))).toBe(false);
  });

  test('of a run that was killed are dropped by the next, those of a live one are not', async () => {
    const script = `
      const { withScratch } = await import(${JSON.stringify(new URL('../src/postgres/scratch.ts', import.meta.url).href)});
      await withScratch(process.argv[1], async (server) => {
        console.log((await server.create()).name);
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const loader = new URL('../node_modules/@oxc-node/core/register.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script, url()], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const left = { name: line.toString().trim(), url: '' };
    await withScratch(url(), async () => expect(await exists(left)).toBe(true));
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    // The server notices a moment later that its client is gone.
    await expect
      .poll(() => withScratch(url(), async () => exists(left)), { timeout: 20_000, interval: 200 })
      .toBe(false);
  });
});
