import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { connectTo } from '../database-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp({ isFast: true })));
afterAll(() => app.close());

let count = 0;
const someone = (name = `Worker ${++count}`) => ({ name, salary: '10.00', gender: '男' });
const create = (name?: string) => app.request('POST', '/v1/employees', someone(name));
const times = <T>(number: number, ask: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: number }, (_, at) => ask(at)));
const answered = (): number =>
  (app.clients?.reads.statements.answered ?? 0) + (app.clients?.writes.statements.answered ?? 0);

test('creations of one turn share statements, and each gets its own row', async () => {
  // So that there are connections, and what is sent at once arrives at once.
  await times(100, () => app.request('GET', '/livez'));
  const before = answered();
  const names = Array.from({ length: 100 }, (_, at) => `Alike ${at}`);
  const replies = await times(100, (at) => create(names[at]));
  expect(replies.map(({ status }) => status)).toEqual(Array(100).fill(201));
  expect(replies.map(({ body }) => body.name)).toEqual(names);
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(100);
  expect(answered() - before).toBeLessThan(100);
  const read = await times(100, (at) => app.request('GET', replies[at]?.headers.get('location') ?? ''));
  expect(read.map(({ text }) => text)).toEqual(replies.map(({ text }) => text));
  expect(read.map(({ headers }) => headers.get('etag'))).toEqual(replies.map(({ headers }) => headers.get('etag')));
});

test('of several with one name in one turn, one is created, and the others in it are not kept from it', async () => {
  const replies = await Promise.all([
    ...Array.from({ length: 20 }, () => create('the same')),
    ...Array.from({ length: 20 }, (_, at) => create(`another ${at}`)),
  ]);
  const alike = replies.slice(0, 20).map(({ status }) => status);
  expect(alike.filter((status) => status === 201)).toHaveLength(1);
  expect(alike.filter((status) => status === 409)).toHaveLength(19);
  expect(replies.slice(20).map(({ status }) => status)).toEqual(Array(20).fill(201));
});

test('changes of one row in one turn are all made, whatever they change', async () => {
  const { body } = await create();
  const changes = [
    { salary: '11.00' },
    { bonus: 7 },
    { isLeave: true },
    { salary: '12.00', bonus: 7 },
    { gender: '女' },
  ];
  const replies = await Promise.all(changes.map((change) => app.request('PATCH', `/v1/employees/${body.id}`, change)));
  expect(replies.map(({ status }) => status)).toEqual(Array(5).fill(200));
  const { body: after } = await app.request('GET', `/v1/employees/${body.id}`);
  expect(after).toMatchObject({ bonus: 7, isLeave: true, gender: '女' });
  expect(['11.00', '12.00']).toContain(after.salary);
});

test('reads of one turn get their own rows, and 404 where there is none', async () => {
  const made = await times(30, () => create());
  const before = answered();
  const replies = await times(60, (at) => app.request('GET', `/v1/employees/${made[at]?.body.id ?? 1_000_000 + at}`));
  expect(replies.slice(0, 30).map(({ text }) => text)).toEqual(made.map(({ text }) => text));
  expect(replies.slice(30).map(({ status }) => status)).toEqual(Array(30).fill(404));
  expect(answered() - before).toBeLessThan(60);
});

test('a row that another transaction holds is waited for by its own change alone', async () => {
  const [held, free] = await times(2, () => create());
  const holder = await connectTo(app.url);
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM employee WHERE id = $1 FOR UPDATE', [held?.body.id]);
  const patch = (id: number) => app.request('PATCH', `/v1/employees/${id}`, { bonus: 1 });
  let isDone = false;
  const waiting = patch(held?.body.id).finally(() => (isDone = true));
  expect((await patch(free?.body.id)).status).toBe(200);
  expect((await create()).status).toBe(201);
  expect(isDone).toBe(false);
  await holder.query('COMMIT');
  expect((await waiting).status).toBe(200);
});

test('a name that another transaction is about to take is waited for by its own creation alone', async () => {
  const holder = await connectTo(app.url);
  await holder.query('BEGIN');
  await holder.query("INSERT INTO employee (name, salary, gender) VALUES ('promised', 1, '男')");
  let isDone = false;
  const waiting = create('promised').finally(() => (isDone = true));
  const others = await times(10, () => create());
  expect(others.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(isDone).toBe(false);
  await holder.query('COMMIT');
  expect((await waiting).status).toBe(409);
});

test('a table that is locked for a while is waited for by reads as well', async () => {
  const holder = await connectTo(app.url);
  await holder.query('BEGIN; LOCK TABLE employee');
  const replies = times(3, () => app.request('GET', '/v1/employees'));
  await sleep(200);
  await holder.query('COMMIT');
  expect((await replies).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('connections that the server ends cost no request, and are opened anew', async () => {
  const { body } = await create();
  const client = await connectTo(app.url);
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await sleep(200);
  const replies = await times(20, () => app.request('GET', `/v1/employees/${body.id}`));
  expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
  await app.clients?.reads.ready();
  const before = answered();
  await app.request('GET', `/v1/employees/${body.id}`);
  expect(answered()).toBe(before + 1);
});

test('/metrics tells what became of the statements', async () => {
  const { text } = await app.request('GET', '/metrics');
  expect(text).toMatch(/^db_fast_statements_total\{clients="reads",outcome="answered"\} [1-9]/m);
  expect(text).toMatch(/^db_fast_statements_total\{clients="reads",outcome="refused"\} \d/m);
});

test('a row that no answer can hold spoils nobody else’s, and is not changed twice', async () => {
  const made = await times(3, () => create());
  const ids = made.map(({ body }) => body.id as number);
  await app.sequelize.query(`UPDATE employee SET entry_date = 'infinity' WHERE id = ${ids[0]}`);
  const replies = await Promise.all(ids.map((id) => app.request('PATCH', `/v1/employees/${id}`, { bonus: 5 })));
  expect(replies.slice(1).map(({ status }) => status)).toEqual([200, 200]);
  const read = await Promise.all(ids.map((id) => app.request('GET', `/v1/employees/${id}`)));
  expect(read.slice(1).map(({ body }) => body.bonus)).toEqual([5, 5]);
  await app.sequelize.query(`DELETE FROM employee WHERE id = ${ids[0]}`);
});

test('what a trigger makes of a name is answered, and made once', async () => {
  await app.sequelize.query(`CREATE FUNCTION trimmed() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.name := trim(NEW.name); RETURN NEW; END';
    CREATE TRIGGER trimming BEFORE INSERT ON employee FOR EACH ROW EXECUTE FUNCTION trimmed()`);
  const reply = await create('  trimmed  ');
  expect([reply.status, reply.body.name]).toEqual([201, 'trimmed']);
  const bulk = await app.request('POST', '/v1/employees/bulk', [someone(' a '), someone(' b ')]);
  expect(bulk.body.items.map(({ name }: { name: string }) => name)).toEqual(['a', 'b']);
  await app.sequelize.query('DROP TRIGGER trimming ON employee');
});

test('an id that no row can have is not asked for, and keeps no other request from its statement', async () => {
  const before = { ...app.clients?.reads.statements };
  const replies = await times(10, (at) => app.request('GET', `/v1/employees/${99_999_999_999 + at}`));
  expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(404));
  expect(app.clients?.reads.statements).toEqual(before);
});
