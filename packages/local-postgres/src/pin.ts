import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Postmaster } from './postmaster.ts';
import type { Server } from './server.ts';

/**
 * A pin keeps one run of the server going without leases, for `pnpm db`. It names that run, so that after a stop, a
 * crash or a reboot it means nothing.
 */
export function writePin(server: Server, postmaster: Postmaster): void {
  const path = pinPath(server);
  const working = `${path}.${process.pid}.tmp`;
  writeFileSync(working, `${runName(postmaster)}\n`);
  renameSync(working, path);
}

export function isPinned(server: Server, postmaster: Postmaster): boolean {
  try {
    return readFileSync(pinPath(server), 'utf8').trim() === runName(postmaster);
  } catch {
    return false;
  }
}

export function removePin(server: Server): void {
  rmSync(pinPath(server), { force: true });
}

function pinPath(server: Server): string {
  return join(server.dataDir, 'pin');
}

function runName({ pid, startTime }: Postmaster): string {
  return `${pid} ${startTime}`;
}
