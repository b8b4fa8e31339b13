/*
 * The keeper stops the server when its last user was killed before it could. It is a process of its own, started with
 * the server and ended with it. PostgreSQL lets only one of them work; a keeper that is killed is replaced by the
 * processes that use the server.
 */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { connect, isPassing } from './connection.ts';
import { type Deadline, deadlineIn } from './deadline.ts';
import { countLeases, keeperLock, leaseLock, stillUnpinned } from './lease.ts';
import { isPinned } from './pin.ts';
import { type Postmaster, runningPostmaster } from './postmaster.ts';
import { pidExists } from './process-id.ts';
import type { Server } from './server.ts';
import type { KeeperTask } from './spawn-keeper.ts';
import { stopPostmaster } from './start-postmaster.ts';

/** How often the keeper looks, milliseconds. */
const everyMs = 500;
/** How long a server may have had no lease at all: its starter is just about to take one. */
const graceMs = 2000;
/** How long a server may take to show itself after its starter was killed. */
const orphanMs = 5000;
const startMs = 60_000;
const stopMs = 60_000;

await keep(JSON.parse(process.argv[2] ?? '{}') as KeeperTask);

async function keep({ server, spawner }: KeeperTask): Promise<void> {
  process.title = `roster keeper ${server.dataDir}`;
  // It belongs to no terminal: what ends the programs there must not end it.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const postmaster = await serverToKeep(server, spawner);
  if (!postmaster) return;
  const deadline = deadlineIn(startMs);
  const client = await connect(server, { port: postmaster.port, as: `roster keeper ${process.pid}`, deadline });
  try {
    if (await isOnlyKeeper(client)) await watch({ server, spawner }, postmaster, client);
  } catch (error) {
    // The server was stopped by somebody else, and takes its keeper along.
    if (!isPassing(error)) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits for the server that the spawner is about to start. */
async function serverToKeep(server: Server, spawner: number): Promise<Postmaster | undefined> {
  const deadline = deadlineIn(startMs);
  let orphanedAt: Deadline | undefined;
  while (!deadline.passed() && !orphanedAt?.passed() && existsSync(server.pgdata)) {
    const postmaster = runningPostmaster(server.pgdata);
    if (postmaster?.status === 'ready') return postmaster;
    // The spawner may have been killed when the server was on its way already; crash recovery takes its time.
    if (!postmaster && !pidExists(spawner)) orphanedAt ??= deadlineIn(orphanMs);
    await pause(50);
  }
  return undefined;
}

async function isOnlyKeeper(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ only: boolean }>(`SELECT pg_try_advisory_lock(${keeperLock}) AS only`);
  return rows[0]?.only === true;
}

async function watch({ server, spawner }: KeeperTask, postmaster: Postmaster, client: pg.Client): Promise<void> {
  const grace = deadlineIn(graceMs);
  let used = false;
  for (;;) {
    used ||= (await countLeases(client)) > 0;
    const isDue = used || grace.passed() || !pidExists(spawner);
    if (isDue && !isPinned(server, postmaster) && (await isDeserted(client))) {
      if (await stillUnpinned(server, client, postmaster)) break;
    }
    await pause(everyMs);
  }
  await stopPostmaster(server, postmaster, deadlineIn(stopMs));
}

/** Whether nobody has a lease; nobody can get one from here on. */
async function isDeserted(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${leaseLock}) AS alone`);
  return rows[0]?.alone === true;
}
