import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Account, isRoot, parsePasswd } from '../src/account.ts';
import { linkLibraries, locateBinaries, mayRun, usableBinaries } from '../src/binaries.ts';
import { preparePlace } from '../src/data-directory.ts';
import { startLocalPostgres } from '../src/index.ts';
import { barrier } from '../src/reach.ts';
import {
  atTheEnd,
  emptyDataDir,
  isRunning,
  query,
  readyDataDir,
  script,
  startClient,
  temporaryDirectory,
} from './processes.ts';

const accounts = parsePasswd(readFileSync('/etc/passwd', 'utf8'));
const usual: Account = { name: 'nobody', uid: 65534, gid: 65534 };
const nobody = accounts.find(({ name }) => name === 'nobody') ?? usual;

describe.runIf(isRoot())('as root', () => {
  test('the server runs as another account, which the cluster belongs to from then on', async () => {
    const dataDir = emptyDataDir();
    const first = await startLocalPostgres({ dataDir, runAs: 'nobody' });
    expect(await query(first.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await first.stop();
    expect(statSync(join(dataDir, 'cluster')).uid).toBe(nobody.uid);
    const second = await startLocalPostgres({ dataDir });
    await second.stop();
    expect(statSync(join(dataDir, 'cluster')).uid).toBe(nobody.uid);
  });

  test('data that the account cannot reach goes elsewhere, always to the same place, and a note says where', async () => {
    const stateRoot = join(temporaryDirectory(), 'state');
    const asked = join(temporaryDirectory(0o700), 'checkout', 'postgres');
    const first = await startLocalPostgres({ dataDir: asked, stateRoot });
    expect(dirname(first.dataDir)).toBe(stateRoot);
    expect(readFileSync(join(asked, 'DATA-IS-ELSEWHERE.txt'), 'utf8')).toContain(first.dataDir);
    await query(first.url(), 'CREATE TABLE kept (n integer)');
    await first.stop();
    // The way is free now, but the data stays where it is.
    chmodSync(dirname(dirname(asked)), 0o755);
    const second = await startLocalPostgres({ dataDir: asked, stateRoot });
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url(), 'SELECT * FROM kept')).toEqual([]);
    await second.stop();
    expect(isRunning(first.dataDir)).toBe(false);
  });

  test('binaries that the account cannot reach are copied, once', async () => {
    const found = { ...locateBinaries(), native: join(temporaryDirectory(0o700), 'native') };
    execFileSync('cp', ['-a', locateBinaries().native, found.native]);
    // As an install under umask 077 and without scripts leaves them.
    execFileSync('chmod', ['-R', 'go=', found.native]);
    rmSync(join(found.native, 'lib', 'libpq.so.5'));
    expect(mayRun(found.native, nobody)).toBe(false);
    const stateRoot = join(temporaryDirectory(), 'state');
    const { native } = await usableBinaries(found, nobody, stateRoot);
    expect(mayRun(native, nobody)).toBe(true);
    const asNobody = { uid: nobody.uid, gid: nobody.gid, cwd: '/', encoding: 'utf8' } as const;
    expect(execFileSync(join(native, 'bin', 'initdb'), ['--version'], asNobody)).toContain('PostgreSQL) 18');
    const { ctimeMs } = statSync(native);
    expect((await usableBinaries(found, nobody, stateRoot)).native).toBe(native);
    expect(statSync(native).ctimeMs).toBe(ctimeMs);
  });

  test('under umask 077 the new directories can be entered all the same', () => {
    const before = process.umask(0o077);
    atTheEnd(() => process.umask(before));
    const asked = join(temporaryDirectory(), 'a', 'b', 'postgres');
    expect(preparePlace(asked, temporaryDirectory(), 'nobody')).toEqual({ dataDir: asked, account: nobody });
  });

  test('an account that does not exist is refused', async () => {
    const start = startLocalPostgres({ dataDir: emptyDataDir(), runAs: 'no-such-account' });
    await expect(start).rejects.toMatchObject({ code: 'LOCAL_POSTGRES_NO_ACCOUNT' });
  });
});

// Another user's process can be had only as root, and only where that user can read these files.
describe.runIf(isRoot() && !barrier(script('client.ts'), nobody))("an ordinary user's process", () => {
  test('runs the server itself', async () => {
    const dataDir = emptyDataDir();
    mkdirSync(dataDir);
    chownSync(dataDir, nobody.uid, nobody.gid);
    const client = await startClient(dataDir, { account: nobody });
    expect(await query(client.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    // Root joins, as the owner of the cluster.
    const root = await startLocalPostgres({ dataDir });
    expect(root.url()).toBe(client.url);
    await root.stop();
    await client.stop();
    expect(isRunning(dataDir)).toBe(false);
  });

  test('is told when root ran there first', async () => {
    const dataDir = readyDataDir();
    const start = startClient(dataDir, { account: nobody });
    await expect(start).rejects.toMatchObject({ code: 'LOCAL_POSTGRES_OWNED_BY_OTHER' });
  });

  test('keeps its data elsewhere when the checkout cannot be written', async () => {
    const stateRoot = temporaryDirectory();
    chownSync(stateRoot, nobody.uid, nobody.gid);
    const client = await startClient(emptyDataDir(), { account: nobody, stateRoot });
    expect(dirname(client.dataDir)).toBe(stateRoot);
    await client.stop();
    expect(isRunning(client.dataDir)).toBe(false);
  });
});

describe.runIf(!isRoot())('as an ordinary user', () => {
  test('a directory that cannot be written makes the data go elsewhere', async () => {
    const stateRoot = join(temporaryDirectory(), 'state');
    const postgres = await startLocalPostgres({ dataDir: join(temporaryDirectory(0o555), 'postgres'), stateRoot });
    expect(dirname(postgres.dataDir)).toBe(stateRoot);
    await postgres.stop();
  });
});

test('libraries whose symbolic links an install without scripts left out get them', () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'native', 'lib'), { recursive: true });
  const text = readFileSync(join(locateBinaries().native, 'pg-symlinks.json'), 'utf8');
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), text);
  const list = JSON.parse(text) as { source: string; target: string }[];
  for (const { source } of list) writeFileSync(join(root, source), '');
  expect(linkLibraries(join(root, 'native'))).toBe(true);
  expect(list.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
});
