import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

test('/livez answers without the database', async () => {
  expect((await app.request('GET', '/livez')).body).toEqual({ status: 'ok' });
});

test('/readyz says what it has looked at', async () => {
  const ready = await app.request('GET', '/readyz');
  expect([ready.status, ready.body]).toEqual([
    200,
    { status: 'ok', checks: { database: 'ok', migrations: 'ok', server: 'ok' } },
  ]);
});

test('/readyz answers 503 while a migration is pending', async () => {
  const [names] = await app.sequelize.query('DELETE FROM "SequelizeMeta" RETURNING *');
  const reply = await app.request('GET', '/readyz');
  expect([reply.status, reply.type, reply.headers.get('retry-after')]).toEqual([503, 'application/problem+json', '2']);
  expect(reply.body).toMatchObject({ status: 503, checks: { database: 'ok', migrations: `${names.length} pending` } });
});

test('/readyz says nothing of why a check failed, the log does', async () => {
  await app.sequelize.query('ALTER TABLE "SequelizeMeta" RENAME TO kept');
  await app.sequelize.query('CREATE VIEW "SequelizeMeta" AS SELECT (1 / (random() * 0)::integer)::text AS name');
  const reply = await app.request('GET', '/readyz');
  expect([reply.status, reply.body.checks]).toEqual([503, { database: 'ok', migrations: 'failed', server: 'ok' }]);
  expect(app.lines).toContainEqual(expect.objectContaining({ level: 40, msg: 'can’t tell what is pending' }));
  await app.sequelize.query('DROP VIEW "SequelizeMeta"; ALTER TABLE kept RENAME TO "SequelizeMeta"');
});

test('/readyz answers 503 while the server stops, and each answer closes its connection', async () => {
  app.lifecycle.draining = true;
  const reply = await app.request('GET', '/readyz');
  expect([reply.status, reply.body.checks.server]).toEqual([503, 'stopping']);
  expect(reply.headers.get('connection')).toBe('close');
  app.lifecycle.draining = false;
});
