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
