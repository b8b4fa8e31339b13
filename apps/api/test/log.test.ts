import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = `
import { writeSync } from 'node:fs';
import { createLog } from './src/log.ts';
const log = await createLog({ level: 'info', pretty: false });
log.info('first');
log.info('second');
writeSync(1, 'not of the log\\n');
log.fatal('last');
process.exit(1);
`;

test('what is logged before process.exit() is written by then, in order', () => {
  const flags = ['--conditions=@roster/source', '--import', '@oxc-node/core/register', '--input-type=module', '-e'];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [...flags, SCRIPT], { cwd, encoding: 'utf8' });
  expect(stdout).toMatch(/^.*"first".*\n.*"second".*\nnot of the log\n.*"last".*\n$/);
});
