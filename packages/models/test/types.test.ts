import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test('a wrong key or value in create, where, update or on an instance is a compile error (types.ts)', () => {
  const tsc = [at('../node_modules/typescript/bin/tsc'), '-p', at('../tsconfig.json')];
  const { status, stdout } = spawnSync(process.execPath, tsc, { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
