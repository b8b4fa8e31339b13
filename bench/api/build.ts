import { join } from 'node:path';
import { mustRun } from '../run-command.ts';

const BENCH = join(import.meta.dirname, '..');
const TSC = join(BENCH, '../node_modules/typescript/bin/tsc');

/** The peers and the load, from TypeScript to what Node runs. Roster's own build is the script's. */
export async function build(): Promise<void> {
  await generatePrisma();
  await mustRun({ args: [TSC, '-p', 'api/tsconfig.json'], directory: BENCH });
}

/**
 * Prisma would load an engine for migrations from a server of its own, and then not use it: the client is made by
 * WebAssembly. Any file that is named in its place keeps it from that.
 */
const generatePrisma = (): Promise<number> =>
  mustRun({
    args: ['node_modules/prisma/build/index.js', 'generate', '--schema', 'api/servers/prisma/schema.prisma'],
    directory: BENCH,
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
