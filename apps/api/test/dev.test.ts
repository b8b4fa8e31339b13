import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ServerProcess } from '../src/dev/server-process.ts';
import { watchFolders } from '../src/dev/watch-folders.ts';
import { emptyDatabase } from './database-under-test.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-dev-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2500 && !condition(); tries += 1) await sleep(20);
  expect(condition()).toBe(true);
}

test('watchFolders tells of sources, once per burst, also in folders that are new', async () => {
  const root = await temporaryFolder();
  const changes: string[] = [];
  onTestFinished(watchFolders([root, join(root, 'not-there')], (name) => changes.push(name)));
  await Promise.all(['a.ts', 'b.sql', 'c.json'].map((name) => writeFile(join(root, name), '')));
  await until(() => changes.length > 0);
  await mkdir(join(root, 'new', 'deep'), { recursive: true });
  await sleep(400);
  expect(changes).toHaveLength(1);
  await writeFile(join(root, 'new', 'deep', 'd.ts'), '');
  await until(() => changes.length === 2);
  await Promise.all(
    ['a.test.ts', 'schema.sql', '.a.ts.swp', 'notes.md'].map((name) => writeFile(join(root, name), '')),
  );
  await sleep(400);
  expect(changes).toEqual([expect.stringMatching(/^[abc]\./), 'd.ts']);
  const elsewhere = await temporaryFolder();
  await writeFile(join(elsewhere, 'e.ts'), '');
  await rename(elsewhere, join(root, 'moved-in'));
  await until(() => changes.length === 3);
});

describe('ServerProcess', () => {
  /** A process of these lines, and what it and its supervisor have said. */
  async function supervise(script: string, patience = 5000) {
    const entry = join(await temporaryFolder(), 'server.mjs');
    await writeFile(entry, script);
    const events: string[] = [];
    const server = new ServerProcess({
      entry,
      patience,
      onListening: (address) => events.push(address),
      onCrash: (how) => events.push(how),
    });
    onTestFinished(() => server.close());
    return { server, entry, events };
  }

  const POLITE =
    "process.send({ address: 'up' }); process.once('disconnect', () => process.exit(0)); setInterval(() => {}, 1000);";

  test('replaces a running process, once for many calls', async () => {
    const { server, events } = await supervise(POLITE);
    server.restart();
    await until(() => events.length === 1);
    for (let calls = 0; calls < 5; calls += 1) server.restart();
    await until(() => events.length === 2);
    await server.close();
    expect(events).toEqual(['up', 'up']);
  });

  test('reports a crash and starts again when it is told to', async () => {
    const { server, entry, events } = await supervise('this is not JavaScript');
    server.restart();
    await until(() => events.length === 1);
    await writeFile(entry, POLITE);
    server.restart();
    await until(() => events.length === 2);
    expect(events).toEqual(['exit 1', 'up']);
  });

  test('kills a process that does not stop', async () => {
    const { server, events } = await supervise("process.send({ address: 'up' }); setInterval(() => {}, 1000);", 200);
    server.restart();
    await until(() => events.length === 1);
    await server.close();
    expect(events).toEqual(['up']);
  });
});

describe('pnpm dev', () => {
  const startDev = async (url?: string, watched?: string): Promise<ServerUnderTest> =>
    spawnServer(
      { DATABASE_URL: url ?? (await emptyDatabase()), NODE_ENV: 'development', TEST_WATCHED: watched ?? '' },
      { entry: 'src/dev.ts', flags: watched === undefined ? [] : ['--import', './test/fixtures/other-folder.js'] },
    );
  const listens = (dev: ServerUnderTest): string[] => dev.lines().flatMap(({ address }) => address ?? []);

  test('prints the addresses, restarts on a change, and stops with its server', async () => {
    const watched = await temporaryFolder();
    const dev = await startDev(undefined, watched);
    const address = await dev.listening;
    await until(() => dev.text().includes('Ctrl-C'));
    expect(dev.text()).toContain(
      `API        ${address}\n  Docs       ${address}/docs\n  Database   postgres://127.0.0.1`,
    );
    expect((await fetch(`${address}/docs`)).status).toBe(200);

    await writeFile(join(watched, 'new.ts'), '');
    await until(() => listens(dev).length === 2);
    dev.child.kill('SIGTERM');
    expect(await dev.exited).toEqual({ code: 0, signal: null });
    await expect(fetch(String(listens(dev)[1]))).rejects.toThrow('fetch failed');
  });

  test('killed with -9, it leaves no server behind', async () => {
    const dev = await startDev();
    const address = await dev.listening;
    dev.child.kill('SIGKILL');
    // It ends when the last process that has its stdout does.
    expect(await dev.exited).toMatchObject({ signal: 'SIGKILL' });
    await expect(fetch(address)).rejects.toThrow('fetch failed');
    expect(dev.lines().at(-1)?.msg).toBe('stopped');
  });

  test('a server whose channel closes while it loads stops as well', async () => {
    const server = spawnServer({ DATABASE_URL: 'postgres://u@127.0.0.1:1/x' }, { channel: true });
    server.child.disconnect();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await until(() => server.lines().length === 2);
    expect(server.lines().map(({ msg }) => msg)).toEqual(['stopping', 'stopped']);
  });

  test('stops a server that waits for its database', async () => {
    const dev = await startDev('postgres://u@127.0.0.1:1/x');
    await until(() => dev.lines().some(({ msg }) => msg === 'waiting for the database'));
    dev.child.kill('SIGINT');
    expect(await dev.exited).toEqual({ code: 0, signal: null });
  });
});
