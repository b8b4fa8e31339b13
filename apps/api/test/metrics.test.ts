import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '@roster/models/migrations';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { connectTo } from './database-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

const scrape = async (): Promise<string[]> => (await app.request('GET', '/metrics')).text.split('\n');

/** What a sample says now; undefined where there is none. */
async function valueOf(sample: string): Promise<number | undefined> {
  const line = (await scrape()).find((text) => text.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length));
}

const counted = (method: string, route: string, status: number): Promise<number | undefined> =>
  valueOf(`http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`);

test('/metrics is text as Prometheus reads it', async () => {
  const { status, headers, text } = await app.request('GET', '/metrics', undefined, {
    accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1',
  });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const lines = text.split('\n').filter((line) => line !== '');
  expect(
    lines.filter((line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? -?[\d.e+-]+|\w+(\{.*\})? Nan)$/i.test(line)),
  ).toEqual([]);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('only GET and HEAD are answered', async () => {
  expect((await app.request('HEAD', '/metrics')).status).toBe(200);
  const reply = await app.request('POST', '/metrics');
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS']);
});

test('requests are counted by method, declared path and status', async () => {
  for (const id of [101, 102, 103]) await app.request('GET', `/v1/employees/${id}`);
  await app.request('GET', '/v1/employees');
  await app.request('HEAD', '/v1/employees');
  await app.request('POST', '/v1/employees', {});
  await vi.waitFor(async () => {
    expect(await counted('GET', '/v1/employees/{id}', 404)).toBe(3);
    expect(await counted('GET', '/v1/employees', 200)).toBe(1);
    expect(await counted('HEAD', '/v1/employees', 200)).toBe(1);
    expect(await counted('POST', '/v1/employees', 422)).toBe(1);
  });
  expect(
    await valueOf('http_request_duration_seconds_bucket{le="10",method="POST",route="/v1/employees",status="422"}'),
  ).toBe(1);
});

test('paths that are none are one label, whatever they are called, and so are methods', async () => {
  const before = (await counted('GET', 'unknown', 404)) ?? 0;
  for (const path of ['/secret-path', '/v1/people', '/v1/employees/1/secret-path']) await app.request('GET', path);
  await app.request('PUT', '/v1/employees');
  await vi.waitFor(async () => {
    expect(await counted('GET', 'unknown', 404)).toBe(before + 3);
    expect(await counted('PUT', 'unknown', 405)).toBe(1);
  });
  expect((await scrape()).join('\n')).not.toContain('secret-path');
});

test('the pool tells what is in use, idle and waited for', async () => {
  const holder = await connectTo(app.url);
  await holder.query('BEGIN; LOCK TABLE employee');
  const held = Array.from({ length: 7 }, () => app.request('GET', '/v1/employees'));
  // The pool of a test has five.
  await vi.waitFor(async () => {
    expect(await valueOf('db_pool_connections{state="in_use"}')).toBe(5);
    expect(await valueOf('db_pool_waiting')).toBe(2);
  }, 10_000);
  await holder.query('COMMIT');
  await Promise.all(held);
  expect(await valueOf('db_pool_connections{state="in_use"}')).toBe(0);
  expect(await valueOf('db_pool_connections{state="idle"}')).toBe(5);
  expect(await valueOf('db_pool_waiting')).toBe(0);
});

test('the build says which schema it is made for', async () => {
  const [, fingerprint] =
    /^-- fingerprint: (sha256:\w{64})$/m.exec(readFileSync(join(migrations, 'schema.sql'), 'utf8')) ?? [];
  expect(
    await valueOf(`roster_build_info{version="0.1.0",schema_fingerprint="${fingerprint}",node="${process.version}"}`),
  ).toBe(1);
});

test('another app in the process has counts of its own', async () => {
  const other = await startApp();
  const { text } = await other.request('GET', '/metrics');
  expect(text).not.toContain('route="/v1/employees/{id}"');
  expect(text).toContain('roster_build_info');
  await other.close();
});
