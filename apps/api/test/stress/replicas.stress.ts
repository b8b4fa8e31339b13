import { describe, expect, test } from 'vitest';
import { emptyDatabase } from '../database-under-test.ts';
import { nextBuild } from '../other-migrations.ts';
import { type ServerUnderTest, spawnServer } from '../server-under-test.ts';

const ROUNDS = Array.from({ length: 10 }, (_round, index) => index + 1);
const EIGHT = Array.from({ length: 8 }, (_server, index) => index);

/** All of them serve, and stop without a word of trouble. */
async function serveAndStop(servers: ServerUnderTest[]): Promise<void> {
  const answers = servers.map(async ({ listening }) => (await fetch(`${await listening}/readyz`)).status);
  expect(await Promise.all(answers)).toEqual(EIGHT.map(() => 200));
  for (const { child } of servers) child.kill('SIGTERM');
  expect(await Promise.all(servers.map(async ({ exited }) => (await exited).code))).toEqual(EIGHT.map(() => 0));
  expect(servers.flatMap((server) => server.lines()).filter(({ level }) => level > 40)).toEqual([]);
}

describe.each(ROUNDS)('round %d', () => {
  test('8 servers at one instant on an empty database, then 8 on a pending migration', async () => {
    const url = await emptyDatabase();
    const first = EIGHT.map(() => spawnServer({ DATABASE_URL: url }));
    await serveAndStop(first);
    expect(first.flatMap((server) => server.lines()).filter(({ stamped }) => stamped)).toHaveLength(1);

    const { env, options } = await nextBuild();
    const next = EIGHT.map(() => spawnServer({ DATABASE_URL: url, MIGRATE_ON_BOOT: 'up', ...env }, options));
    await serveAndStop(next);
    expect(next.flatMap((server) => server.lines()).filter(({ applied }) => applied)).toHaveLength(1);
  }, 120_000);
});
