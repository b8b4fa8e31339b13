import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startLocalPostgres } from '../src/index.ts';
import { sweepTemporary, temporaryPrefix } from './temporary.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A stopped data directory to copy. */
    templateDataDir: string;
  }
}

/** Makes one cluster for all tests that need one but do not test how it is made. */
export async function setup(project: TestProject): Promise<() => void> {
  sweepTemporary();
  const dir = mkdtempSync(temporaryPrefix());
  chmodSync(dir, 0o755);
  const postgres = await startLocalPostgres({ dataDir: join(dir, 'postgres') });
  await postgres.stop();
  project.provide('templateDataDir', postgres.dataDir);
  return () => rmSync(dir, { recursive: true, force: true });
}
