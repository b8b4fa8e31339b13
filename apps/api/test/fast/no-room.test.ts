import { createTestDatabase, type TestDatabase } from '@roster/local-postgres/testing';
import type { Sequelize } from 'sequelize-typescript';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSequelize, opener } from '../../src/database/connection.ts';
import { Problem } from '../../src/errors.ts';
import { NotSent, SharedClients } from '../../src/fast/shared-clients.ts';
import { isPooled } from '../pooler.ts';

let database: TestDatabase;
let sequelize: Sequelize;
beforeAll(async () => {
  database = await createTestDatabase('api');
  sequelize = createSequelize(database.url, { poolMax: 2, timeout: 10_000 });
});
afterAll(async () => {
  await sequelize.close();
  await database.drop();
});

let shared: SharedClients;
afterEach(() => shared.close());

/** One connection, one statement on it at a time, two more that wait for so many milliseconds. */
async function open(patience: number, canOverflow?: () => boolean): Promise<SharedClients> {
  shared = new SharedClients({ opener: opener(sequelize), size: 1, depth: 1, mostWaiting: 2, patience, canOverflow });
  await shared.ready();
  return shared;
}

const sleeps = (clients: SharedClients, seconds: number) => clients.run({ text: `SELECT pg_sleep(${seconds})` }, []);
const errorOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => undefined,
    (error: unknown) => error,
  );
const isOverloaded = (error: unknown): boolean => error instanceof Problem && error.code === 'overloaded';

test.skipIf(isPooled)('what finds no room goes elsewhere where there is room, and else nowhere', async () => {
  for (const [hasRoom, isTold] of [
    [true, (error: unknown) => error instanceof NotSent],
    [false, isOverloaded],
  ] as const) {
    const clients = await open(60_000, () => hasRoom);
    const running = [0, 1, 2].map(() => sleeps(clients, 0.2));
    expect(isTold(await errorOf(sleeps(clients, 0)))).toBe(true);
    await Promise.all(running);
    expect(clients.statements).toEqual({ answered: 3, refused: 0, not_sent: 1 });
    await clients.close();
  }
});

test.skipIf(isPooled)('what has waited for its time is told the same', async () => {
  const clients = await open(50, () => false);
  const running = sleeps(clients, 0.5);
  expect(isOverloaded(await errorOf(sleeps(clients, 0)))).toBe(true);
  await running;
});

test.skipIf(isPooled)('what finds room is done', async () => {
  const clients = await open(60_000, () => false);
  await Promise.all([0, 1, 2].map(() => sleeps(clients, 0)));
  expect(clients.statements).toEqual({ answered: 3, refused: 0, not_sent: 0 });
});
