import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { emptyDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { spawnServer } from './server-under-test.ts';

test('a reader of the log that goes keeps nothing from being answered, and no signal from being heard', async () => {
  const server = spawnServer({ DATABASE_URL: await emptyDatabase(), NODE_ENV: 'production', MIGRATE_ON_BOOT: 'up' });
  const request = jsonClient(await server.listening);
  server.child.stdout?.destroy();
  for (let at = 0; at < 5; at += 1) expect((await request('GET', '/livez')).status).toBe(200);
  for (let at = 0; at < 5; at += 1) expect((await request('GET', '/v1/employees')).status).toBe(200);
  server.child.kill('SIGTERM');
  expect((await server.exited).code).toBe(0);
});

test('the last lines before process.exit() come, in order', async () => {
  const program = `
    import { createLog } from './apps/api/src/log.ts';
    const log = await createLog({ level: 'info', pretty: false });
    for (let at = 0; at < 100; at += 1) log.info({ at }, 'line');
    process.exit(0);
  `;
  const flags = [
    '--conditions=@roster/source',
    '--import',
    '@oxc-node/core/register',
    '--input-type=module',
    '-e',
    program,
  ];
  const child = spawn(process.execPath, flags, {
    cwd: new URL('../../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  await once(child, 'close');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { at: number });
  expect(lines.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, at) => at));
});
