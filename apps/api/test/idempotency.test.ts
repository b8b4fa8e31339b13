import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { apiKeys, makeKey } from '../src/auth/api-key.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { connectTo } from './database-under-test.ts';
import { Issuer } from './issuer.ts';
import { faultsIn, type Json, type Reply } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee, idempotency_key RESTART IDENTITY'));

const LI_LEI = { name: '李雷', salary: '12345.60', gender: '男' };
const named = (name: string): Json => ({ ...LI_LEI, name });

const post = (body: unknown, key?: string, { path = '', over = app, headers = {} } = {}): Promise<Reply> =>
  over.request('POST', `/v1/employees${path}`, body, { ...headers, ...(key && { 'idempotency-key': key }) });

/** All that an answer to a creation says of it. */
const told = ({ status, text, headers }: Reply) => [status, text, headers.get('location'), headers.get('etag')];
const isReplayed = ({ headers }: Reply): boolean => headers.get('idempotency-replayed') === 'true';
const problemOf = ({ status, body }: Reply) => [status, body.type];

const IN_USE = [409, 'urn:roster:problem:idempotency-key-in-use'];
const REUSED = [422, 'urn:roster:problem:idempotency-key-reused'];
const TAKEN = [409, 'urn:roster:problem:name-taken'];

const countOf = async (table: string): Promise<number> => {
  const [[row]] = (await app.sequelize.query(`SELECT count(*)::int AS count FROM ${table}`)) as [Json[], unknown];
  return row.count;
};
const counts = async () => [await countOf('employee'), await countOf('idempotency_key')];

describe('a creation with a key', () => {
  test('that is sent again gets the first answer, to the letter, and is not done again', async () => {
    const first = await post(LI_LEI, 'k1');
    expect([first.status, isReplayed(first)]).toEqual([201, false]);
    for (const again of [await post(LI_LEI, 'k1'), await post(LI_LEI, 'k1')]) {
      expect(told(again)).toEqual(told(first));
      expect([isReplayed(again), again.type]).toEqual([true, first.type]);
    }
    expect(await counts()).toEqual([1, 1]);
  });

  test('is answered as one without, and read alike', async () => {
    const keyed = await post(named('a'), 'k1');
    const plain = await post(named('b'));
    expect(Object.keys(keyed.body)).toEqual(Object.keys(plain.body));
    for (const { body, text, headers } of [keyed, plain]) {
      const read = await app.request('GET', `/v1/employees/${body.id}`);
      expect([read.text, read.headers.get('etag')]).toEqual([text, headers.get('etag')]);
    }
  });

  test('says what it was answered, also where the employee has changed or gone since', async () => {
    const first = await post(LI_LEI, 'k1');
    await app.request('PATCH', '/v1/employees/1', { bonus: 7 });
    expect(told(await post(LI_LEI, 'k1'))).toEqual(told(first));
    await app.request('DELETE', '/v1/employees/1');
    expect(told(await post(LI_LEI, 'k1'))).toEqual(told(first));
    expect(await counts()).toEqual([0, 1]);
  });

  test('without one, two that are equal are two writes', async () => {
    expect((await post(LI_LEI)).status).toBe(201);
    expect(problemOf(await post(LI_LEI))).toEqual(TAKEN);
    expect(await counts()).toEqual([1, 0]);
  });

  test('and under another key the same is another request', async () => {
    await post(LI_LEI, 'k1');
    expect(problemOf(await post(LI_LEI, 'k2'))).toEqual(TAKEN);
  });
});

describe('the same request is one that means the same', () => {
  test.each<[string, unknown]>([
    ['in another order', { gender: '男', salary: '12345.60', name: '李雷', entryDate: '2020-01-31T00:00:00Z' }],
    ['with the salary as a number', { ...LI_LEI, salary: 12345.6, entryDate: '2020-01-31T00:00:00.000Z' }],
    ['with another offset', { ...LI_LEI, entryDate: '2020-01-31T08:00:00+08:00' }],
    [
      'with other spaces',
      ` { "name" : "\\u674e雷", "salary":"012345.6","gender":"男","entryDate":"2020-01-31T00:00:00z"}`,
    ],
  ])('%s', async (_how, body) => {
    const first = await post({ ...LI_LEI, entryDate: '2020-01-31T00:00:00Z' }, 'k1');
    const again = await post(body, 'k1');
    expect([told(again), isReplayed(again)]).toEqual([told(first), true]);
  });

  test.each<[string, unknown, string]>([
    ['another name', named('韩梅梅'), ''],
    ['a field more', { ...LI_LEI, bonus: 0 }, ''],
    ['many of it', [LI_LEI], '/bulk'],
  ])('%s is not: 422, and nothing is done', async (_what, body, path) => {
    const first = await post(LI_LEI, 'k1');
    expect(problemOf(await post(body, 'k1', { path }))).toEqual(REUSED);
    expect(await counts()).toEqual([1, 1]);
    expect(told(await post(LI_LEI, 'k1'))).toEqual(told(first));
  });
});

describe('the header', () => {
  test('is one key in quotes and without', async () => {
    const first = await post(LI_LEI, '"8e03978e-40d5"');
    expect(told(await post(LI_LEI, '8e03978e-40d5'))).toEqual(told(first));
  });

  test.each(['!', '~', '[a]', 'x'.repeat(255), `"${'x'.repeat(255)}"`])('may be %s', async (key) => {
    expect((await post(LI_LEI, key)).status).toBe(201);
    expect(isReplayed(await post(LI_LEI, key))).toBe(true);
  });

  test.each(['""', '"', '"a', 'a"', 'a\\b', 'a b', 'a, a', 'é', 'x'.repeat(256), '"a";p=1'])(
    '%s is none: 422',
    async (key) => {
      expect(faultsIn(await post(LI_LEI, key))).toEqual([['header.idempotency-key', 'string_pattern_mismatch']]);
      expect(await counts()).toEqual([0, 0]);
    },
  );

  test('is told beside the faults of the body, and means nothing where nothing is created', async () => {
    expect(faultsIn(await post({ ...LI_LEI, salary: -1 }, 'a b'))).toEqual([
      ['header.idempotency-key', 'string_pattern_mismatch'],
      ['body.salary', 'greater_than_equal'],
    ]);
    await post(LI_LEI, 'k1');
    for (const bonus of [1, 2]) {
      const reply = await app.request('PATCH', '/v1/employees/1', { bonus }, { 'idempotency-key': 'k1' });
      expect([reply.status, reply.body.bonus]).toEqual([200, bonus]);
    }
  });

  test('may come from pages of other origins, which may read whether it was a replay', async () => {
    const ORIGIN = 'https://app.example.org';
    const other = await startApp({ over: app, corsOrigins: [ORIGIN] });
    const asking = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    const wanted = { ...asking, 'access-control-request-headers': 'idempotency-key' };
    const asked = await other.request('OPTIONS', '/v1/employees', undefined, wanted);
    expect(asked.headers.get('access-control-allow-headers')).toBe('idempotency-key');
    const made = await post(LI_LEI, 'k1', { over: other, headers: { origin: ORIGIN } });
    expect(made.headers.get('access-control-expose-headers')?.split(',')).toContain('Idempotency-Replayed');
    await other.close();
  });
});

describe('the keys of one caller are no other’s', () => {
  test('by API key: under each name its own, under one name the same', async () => {
    const [payroll, newPayroll, other] = [
      makeKey('payroll', 'writer'),
      makeKey('payroll', 'writer'),
      makeKey('other', 'writer'),
    ];
    const entries = [payroll, newPayroll, other].map(({ entry }) => entry).join();
    const closed = await startApp({ over: app, auth: { keys: apiKeys.parse(entries) } });
    const as = ({ key }: { key: string }) => ({ over: closed, headers: { 'x-api-key': key } });

    const first = await post(named('a'), 'k1', as(payroll));
    // The same key and the same body: no answer of another's, no word that there is one.
    expect(problemOf(await post(named('a'), 'k1', as(other)))).toEqual(TAKEN);
    const second = await post(named('b'), 'k1', as(other));
    expect([second.status, isReplayed(second)]).toEqual([201, false]);
    expect(told(await post(named('a'), 'k1', as(newPayroll)))).toEqual(told(first));
    expect(told(await post(named('b'), 'k1', as(other)))).toEqual(told(second));
    // Nor is it found by who is nobody.
    expect(problemOf(await post(named('a'), 'k1'))).toEqual(TAKEN);
    await closed.close();
  });

  test('by token: by its subject, whole; where it names nobody, the token itself', async () => {
    const issuer = await Issuer.start();
    const closed = await startApp({ over: app, auth: { tokens: { issuer: issuer.url, audience: 'roster' } } });
    const scope = 'employees:write';
    const token = (claims: Json) => issuer.sign({ sub: undefined, scope, jti: randomUUID(), ...claims });
    const as = async (given: Promise<string>) => ({
      over: closed,
      headers: { authorization: `Bearer ${await given}` },
    });
    const long = 'x'.repeat(128);

    await post(named('a'), 'k1', await as(token({ sub: 'ann' })));
    expect(isReplayed(await post(named('a'), 'k1', await as(token({ sub: 'ann' }))))).toBe(true);
    await post(named('b'), 'k1', await as(token({ sub: `${long}1` })));
    await post(named('c'), 'k1', await as(token({ client_id: 'ann' })));
    const nobodys = token({});
    await post(named('d'), 'k1', await as(nobodys));
    expect(isReplayed(await post(named('d'), 'k1', await as(nobodys)))).toBe(true);
    for (const [name, claims] of Object.entries({
      a: { sub: 'bob' },
      b: { sub: `${long}2` },
      c: { sub: 'c' },
      d: {},
    })) {
      expect(problemOf(await post(named(name), 'k1', await as(token(claims))))).toEqual(TAKEN);
    }
    await closed.close();
    issuer.close();
  });
});

describe('an answer that has expired', () => {
  const expire = () => app.sequelize.query("UPDATE idempotency_key SET expires_time = now() - INTERVAL '1 ms'");

  test('is not given again: the request is done anew, and its answer kept in the place of the old one', async () => {
    const first = await post(LI_LEI, 'k1');
    await expire();
    expect(problemOf(await post(LI_LEI, 'k1'))).toEqual(TAKEN);
    await app.request('DELETE', '/v1/employees/1');
    const second = await post(LI_LEI, 'k1');
    expect([second.status, isReplayed(second)]).toEqual([201, false]);
    expect(second.body.id).not.toBe(first.body.id);
    expect(told(await post(LI_LEI, 'k1'))).toEqual(told(second));
    expect(await counts()).toEqual([1, 1]);
  });

  test('leaves its key to another request', async () => {
    await post(named('a'), 'k1');
    await expire();
    expect((await post(named('b'), 'k1')).status).toBe(201);
    expect(problemOf(await post(named('a'), 'k1'))).toEqual(REUSED);
  });

  test('is kept for IDEMPOTENCY_TTL', async () => {
    const other = await startApp({ over: app, idempotencyTtl: 60_000 });
    await post(LI_LEI, 'k1', { over: other });
    const [[row]] = (await app.sequelize.query(
      'SELECT extract(epoch FROM expires_time - now())::float AS left FROM idempotency_key',
    )) as [Json[], unknown];
    expect(row.left).toBeGreaterThan(30);
    expect(row.left).toBeLessThanOrEqual(60);
    await other.close();
  });
});

describe('what is refused is not kept, and its key is as good as new:', () => {
  test('a name that is taken', async () => {
    const { body } = await post(LI_LEI);
    expect(problemOf(await post(LI_LEI, 'k1'))).toEqual(TAKEN);
    expect(await counts()).toEqual([1, 0]);
    await app.request('DELETE', `/v1/employees/${body.id}`);
    const made = await post(LI_LEI, 'k1');
    expect([made.status, isReplayed(made)]).toEqual([201, false]);
  });

  test('a body that is not valid, and a write that fails', async () => {
    expect((await post({ ...LI_LEI, salary: 'x' }, 'k1')).status).toBe(422);
    await app.sequelize.query('ALTER TABLE employee ADD CONSTRAINT planted CHECK (salary <> 1)');
    expect((await post({ ...LI_LEI, salary: 1 }, 'k1')).status).toBe(500);
    await app.sequelize.query('ALTER TABLE employee DROP CONSTRAINT planted');
    expect(await counts()).toEqual([0, 0]);
    expect((await post(LI_LEI, 'k1')).status).toBe(201);
  });

  test('a write whose answer can’t be written down', async () => {
    await app.sequelize.query("ALTER TABLE idempotency_key ADD CONSTRAINT planted CHECK (body = '')");
    const { status, text } = await post({ ...LI_LEI, salary: '76543.21' }, 'k1');
    await app.sequelize.query('ALTER TABLE idempotency_key DROP CONSTRAINT planted');
    expect([status, text]).toEqual([500, expect.stringContaining('internal-error')]);
    expect(await counts()).toEqual([0, 0]);
    // PostgreSQL quotes the row: it goes nowhere.
    await vi.waitFor(() => expect(JSON.stringify(app.lines)).toContain('planted'));
    expect(JSON.stringify(app.lines)).not.toMatch(/76543|李雷/);
  });
});

describe('at one instant', () => {
  test('20 with one key over two apps: one is done, the others are its answer or 409', async () => {
    const other = await startApp({ over: app });
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, at) => post(LI_LEI, 'k1', { over: at % 2 ? other : app })),
    );
    const made = replies.filter(({ status }) => status === 201);
    expect(made.filter((reply) => !isReplayed(reply))).toHaveLength(1);
    expect(new Set(made.map((reply) => String(told(reply)))).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect([...problemOf(reply), reply.headers.get('retry-after')]).toEqual([...IN_USE, '1']);
    }
    expect(await counts()).toEqual([1, 1]);
    expect(isReplayed(await post(LI_LEI, 'k1', { over: other }))).toBe(true);
    await other.close();
  });

  test('20 with a key each are all done', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, (_, at) => post(named(`n${at}`), `k${at}`)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await counts()).toEqual([20, 20]);
  });

  test('while the first is being done, the others are told so at once, whatever they ask', async () => {
    const holder = await connectTo(app.url);
    await holder.query('BEGIN; LOCK TABLE employee IN EXCLUSIVE MODE');
    const first = post(LI_LEI, 'k1');
    await waiting(1);
    expect(problemOf(await post(LI_LEI, 'k1'))).toEqual(IN_USE);
    expect(problemOf(await post(named('another'), 'k1'))).toEqual(IN_USE);
    await holder.query('COMMIT');
    const { status } = await first;
    expect([status, told(await post(LI_LEI, 'k1'))]).toEqual([201, told(await first)]);
  });
});

/** Until so many of the database's connections wait for a lock. */
const waiting = (count: number) =>
  vi.waitFor(
    async () => {
      const [rows] = await app.sequelize.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      expect(rows).toHaveLength(count);
    },
    { timeout: 20_000, interval: 20 },
  );

describe('many with a key', () => {
  const PATH = { path: '/bulk' };

  test('are answered again to the letter, and not created again', async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => named(`n${at} 😀"\\`));
    const first = await post(rows, 'k1', PATH);
    const again = await post(rows, 'k1', PATH);
    expect([first.status, first.body.items.length, isReplayed(first)]).toEqual([201, 1000, false]);
    expect([again.status, again.text, isReplayed(again)]).toEqual([201, first.text, true]);
    expect(await counts()).toEqual([1000, 1]);
    expect(problemOf(await post(rows.slice(1), 'k1', PATH))).toEqual(REUSED);
  });

  test('whose names are taken are refused with the index of each, and not kept', async () => {
    await post(['b', 'd'].map(named), 'k0', PATH);
    const reply = await post(['a', 'b', 'c', 'd', 'a'].map(named), 'k1', PATH);
    expect(problemOf(reply)).toEqual(TAKEN);
    expect(reply.body.errors.map(({ loc }: Json) => loc[1])).toEqual([1, 3, 4]);
    expect(await counts()).toEqual([2, 1]);
    expect((await post(['a', 'c'].map(named), 'k1', PATH)).status).toBe(201);
  });

  test('that are refused at once, more of them than connections, need none besides their own', async () => {
    await post([named('a')], 'k0', PATH);
    const refused = Array.from({ length: 15 }, (_, at) => post([named('a'), named(`b${at}`)], `k${at + 1}`, PATH));
    for (const reply of await Promise.all(refused)) expect(problemOf(reply)).toEqual(TAKEN);
  });

  test('that lost to a deadlock are done again', async () => {
    const holder = await connectTo(app.url);
    const insert = (name: string) =>
      holder.query("INSERT INTO employee (name, salary, gender) VALUES ($1, 1, '女')", [name]);
    await holder.query("SET deadlock_timeout = '30s'; BEGIN");
    await insert('one');
    const making = post(['two', 'one'].map(named), 'k1', PATH);
    await waiting(1);
    // It waits for the request, which waits for it, and is the one that PostgreSQL ends.
    await insert('two');
    await holder.query('ROLLBACK');
    const { status, body } = await making;
    expect([status, body.items?.map(({ name }: Json) => name)]).toEqual([201, ['two', 'one']]);
    expect(await counts()).toEqual([2, 1]);
  });
});

test.each(['', '/bulk'])('an id that an import brought along is passed over: POST /v1/employees%s', async (path) => {
  await app.sequelize.query(
    "INSERT INTO employee (id, name, salary, gender) VALUES (1, 'a', 1, '女'), (2, 'b', 1, '女')",
  );
  const { status, body } = await post(path === '' ? LI_LEI : [LI_LEI], 'k1', { path });
  expect([status, body.id ?? body.items[0].id]).toEqual([201, 3]);
  expect(await counts()).toEqual([3, 1]);
});
