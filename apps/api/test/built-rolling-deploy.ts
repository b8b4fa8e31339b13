import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { connectTo, preparedDatabase } from './database-under-test.ts';
import { jsonClient } from './json-client.ts';
import { nextBuild } from './other-migrations.ts';
import { type ServerUnderTest, spawnServer } from './server-under-test.ts';

const BUILT = { built: true };

const EXPAND = `-- migrate:up
ALTER TABLE "employee" ADD COLUMN "note" TEXT;
ALTER TABLE "employee" ADD COLUMN "grade" INTEGER NOT NULL DEFAULT 1;
-- migrate:down
ALTER TABLE "employee" DROP COLUMN "grade";
ALTER TABLE "employee" DROP COLUMN "note";
`;
const CONTRACT = `-- migrate:up
-- accepted: data-loss nobody has written it since the build before this one
ALTER TABLE "employee" DROP COLUMN "note";
-- migrate:down
ALTER TABLE "employee" ADD COLUMN "note" TEXT;
`;
const TOO_EARLY = `-- migrate:up
ALTER TABLE "employee" RENAME COLUMN "bonus" TO "extra";
-- migrate:down
ALTER TABLE "employee" RENAME COLUMN "extra" TO "bonus";
`;
const FIRST = { '2099.01.01T00.00.00.add-note.sql': EXPAND };
const SECOND = { ...FIRST, '2099.01.02T00.00.00.drop-note.sql': CONTRACT };
const WRONG = { '2099.01.01T00.00.00.rename-bonus.sql': TOO_EARLY };

/** As in production, where a deploy migrates before its servers start. */
const oldBuild = (url: string): ServerUnderTest => spawnServer({ DATABASE_URL: url, NODE_ENV: 'production' }, BUILT);

/** @param migrates whether it is the deploy's migrate job as well */
async function buildWith(files: Record<string, string>, url: string, migrates: boolean): Promise<ServerUnderTest> {
  const { env, options } = await nextBuild(files);
  const settings = { DATABASE_URL: url, NODE_ENV: 'production', ...(migrates && { MIGRATE_ON_BOOT: 'up' }) };
  return spawnServer({ ...settings, ...env }, { ...BUILT, ...options });
}

interface Traffic {
  /** What was not as it should be. */
  wrong: string[];
  /** Resolves when everything has been asked for so many times more. */
  rounds(count: number): Promise<void>;
  stop(): Promise<void>;
}

let callers = 0;

/** All that a caller does, one thing after the other, until the test ends. */
function traffic(address: string): Traffic {
  const request = jsonClient(address);
  const wrong: string[] = [];
  const name = `caller ${(callers += 1)}`;
  const over = new AbortController();
  const state = { done: 0 };
  const expecting = async (status: number, ...[method, path, ...rest]: Parameters<typeof request>) => {
    const reply = await request(method, path, ...rest).catch((error: unknown) => ({ status: String(error), body: {} }));
    if (reply.status !== status) wrong.push(`${method} ${path}: ${reply.status}`);
    return reply.body;
  };
  const run = async (): Promise<void> => {
    for (; !over.signal.aborted; state.done += 1) {
      const { done } = state;
      const rows = [0, 1].map((at) => ({ name: `${name} ${done} ${at}`, salary: '1.00', gender: '男' }));
      const made = await expecting(201, 'POST', '/v1/employees', { ...rows[0], name: `${name} ${done}` });
      await expecting(201, 'POST', '/v1/employees/bulk', rows);
      await expecting(200, 'PATCH', `/v1/employees/${made?.id}`, { bonus: done });
      await expecting(200, 'GET', `/v1/employees/${made?.id}`);
      await expecting(200, 'GET', '/v1/employees?sort=-salary&limit=5&total=true');
      await expecting(200, 'GET', '/v1/employees/export');
      await expecting(204, 'DELETE', `/v1/employees/${made?.id}`);
    }
  };
  const running = run();
  const stop = async (): Promise<void> => {
    over.abort();
    await running;
  };
  onTestFinished(stop);
  const rounds = async (count: number): Promise<void> => {
    const goal = state.done + count;
    while (state.done < goal) await sleep(10);
  };
  return { wrong, rounds, stop };
}

const stopped = async (server: ServerUnderTest): Promise<void> => {
  server.child.kill('SIGTERM');
  expect(await server.exited).toEqual({ code: 0, signal: null });
};

/** Old and new builds side by side. Called by the file that has the server built. */
export function describeRollingDeploy(): void {
  test('expand, roll, contract: all builds serve all the while, and none answers with an error', async () => {
    const url = await preparedDatabase();
    const first = oldBuild(url);
    const onFirst = traffic(await first.listening);
    await onFirst.rounds(2);

    // The first deploy: what is new is added, while the old build serves.
    const second = await buildWith(FIRST, url, true);
    const onSecond = traffic(await second.listening);
    await Promise.all([onFirst.rounds(2), onSecond.rounds(2)]);
    // A replica of the old build that starts in the middle of it.
    const late = oldBuild(url);
    const onLate = traffic(await late.listening);
    await Promise.all([onFirst, onSecond, onLate].map((each) => each.rounds(2)));
    expect(late.lines()).toContainEqual(
      expect.objectContaining({ level: 40, unknown: [Object.keys(FIRST)[0]?.slice(0, -4)] }),
    );
    for (const each of [onFirst, onLate]) await each.stop();
    for (const server of [first, late]) await stopped(server);

    // The second one: what the build before it does not use any more goes.
    const third = await buildWith(SECOND, url, true);
    const onThird = traffic(await third.listening);
    await Promise.all([onSecond.rounds(2), onThird.rounds(2)]);
    expect([onFirst, onLate, onSecond, onThird].flatMap(({ wrong }) => wrong)).toEqual([]);
    const client = await connectTo(url);
    const columns = `SELECT column_name FROM information_schema.columns WHERE table_name = 'employee' AND column_name IN ('note', 'grade')`;
    expect((await client.query(columns)).rows).toEqual([{ column_name: 'grade' }]);
  }, 120_000);

  test('a rename in one deploy is what breaks the build before it', async () => {
    const url = await preparedDatabase();
    const first = oldBuild(url);
    const onFirst = traffic(await first.listening);
    await onFirst.rounds(1);
    expect(onFirst.wrong).toEqual([]);
    await buildWith(WRONG, url, true).then((server) => server.listening);
    await onFirst.rounds(2);
    expect(onFirst.wrong).toContainEqual(expect.stringMatching(/: 500$/));
  });

  test('a build whose migrations have not run does not start beside the old one', async () => {
    const url = await preparedDatabase();
    const first = oldBuild(url);
    await first.listening;
    const second = await buildWith(FIRST, url, false);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect((await fetch(`${await first.listening}/readyz`)).status).toBe(200);
  });
}
