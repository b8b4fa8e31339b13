import { releaseProcess } from './connection.ts';
import { deadlineIn } from './deadline.ts';
import { isKept, type Lease, takeLease } from './lease.ts';
import { isSameRun, readPostmaster } from './postmaster.ts';
import type { Server } from './server.ts';
import { spawnKeeper } from './spawn-keeper.ts';

/** How often a process that uses the server looks whether it has a keeper, milliseconds. */
const keeperCheckMs = 10_000;

/**
 * Keeps a lease for as long as its server runs, without keeping this process alive.
 * A lease's connection may be ended alone: scripts that reset a database like to pg_terminate_backend() everybody.
 * The keeper goes the same way then.
 *
 * @returns a function that ends the keeping and gives the lease as it is by then
 */
export function holdLease(server: Server, first: Lease, database: string): () => Promise<Lease> {
  let held = Promise.resolve(first);
  let isOver = false;
  const watch = (lease: Lease): Lease => {
    releaseProcess(lease.client);
    lease.client.once('end', () => {
      if (!isOver) held = retake(lease);
    });
    return lease;
  };
  const retake = async (lost: Lease): Promise<Lease> => {
    const again = await takeAgain(server, lost, database);
    return again ? watch(again) : lost;
  };
  watch(first);
  const timer = setInterval(() => void held.then((lease) => replaceKeeper(server, lease)), keeperCheckMs).unref();
  return () => {
    isOver = true;
    clearInterval(timer);
    return held;
  };
}

/** A keeper may have been killed, or have gone down with an earlier run of the server. */
async function replaceKeeper(server: Server, { client }: Lease): Promise<void> {
  // A failing query means that the connection is lost, which is not this function's business.
  if (!(await isKept(client).catch(() => true))) spawnKeeper(server);
}

/** @returns undefined when it is over with that run of the server */
async function takeAgain(server: Server, { postmaster }: Lease, database: string): Promise<Lease | undefined> {
  const now = readPostmaster(server.pgdata);
  if (now?.status !== 'ready' || !isSameRun(now, postmaster)) return undefined;
  const lease = await takeLease(server, postmaster, { deadline: deadlineIn(5000), database }).catch(() => undefined);
  if (lease && !lease.isKept) spawnKeeper(server);
  return lease;
}
