import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningPostmaster } from '../src/postmaster.ts';
import { pidExists } from '../src/process-id.ts';

const NAME = 'roster-local-postgres-';

/** For mkdtemp. The owner's pid is in the name, so that a later run knows what an interrupted one has left. */
export const temporaryPrefix = (): string => join(tmpdir(), `${NAME}${process.pid}-`);

/** Ends the servers and removes the directories of test runs that were interrupted: a pinned server would run for ever. */
export function sweepTemporary(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${NAME}(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || pidExists(Number(owner))) continue;
    const dir = join(tmpdir(), name);
    for (const data of ['postgres', '.data/postgres']) endServer(join(dir, data, 'cluster'));
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function endServer(pgdata: string): void {
  const postmaster = runningPostmaster(pgdata);
  if (postmaster) process.kill(postmaster.pid, 'SIGKILL');
}
