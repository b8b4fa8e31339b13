import { ConnectionAcquireTimeoutError, ConnectionRefusedError, DatabaseError } from 'sequelize';
import { expect, test, vi } from 'vitest';
import { retryingStore } from '../src/routes/employees/retrying-store.ts';
import type { EmployeeStore } from '../src/routes/employees/store.ts';

const withCode = (code: string) => new DatabaseError(Object.assign(new Error(code), { code, sql: '' }));
const refused = new ConnectionRefusedError(new Error('connect ECONNREFUSED'));
const noneFree = new ConnectionAcquireTimeoutError(new Error('ResourceRequest timed out'));
const lost = withCode('57P01');
const deadlock = withCode('40P01');
const taken = withCode('23505');

/** Fails with each error once, in their order, and then answers. */
function failing(...errors: Error[]) {
  const call = vi.fn<() => Promise<string>>(async () => {
    const error = errors.shift();
    if (error !== undefined) throw error;
    return 'done';
  });
  return call;
}

const outage = { isAway: false };
const storeOf = (call: () => Promise<unknown>): EmployeeStore =>
  retryingStore({ find: call, create: call } as unknown as EmployeeStore, outage);

test.each([
  ['no connection came about', refused],
  ['its connection was lost', lost],
])('a read is tried again where %s, twice at most', async (_why, error) => {
  await expect(storeOf(failing(error, error)).find(1)).resolves.toBe('done');
  await expect(storeOf(failing(error, error, error)).find(1)).rejects.toBe(error);
});

test.each([
  ['no connection came about', refused],
  ['PostgreSQL has undone it', deadlock],
])('a write is tried again where %s', async (_why, error) => {
  await expect(storeOf(failing(error)).create({} as never)).resolves.toBe('done');
});

test('a write whose connection was lost may have been done: it is not tried again', async () => {
  const call = failing(lost);
  await expect(storeOf(call).create({} as never)).rejects.toBe(lost);
  expect(call).toHaveBeenCalledOnce();
});

test.each([
  ['another error', taken],
  ['a pool without a free connection, where trying again makes it worse', noneFree],
])('%s is not tried again', async (_what, error) => {
  for (const method of ['find', 'create'] as const) {
    const call = failing(error);
    await expect(storeOf(call)[method](1 as never)).rejects.toBe(error);
    expect(call).toHaveBeenCalledOnce();
  }
});

test('while the database is known to be away nothing is tried again', async () => {
  const store = retryingStore({ find: failing(refused) } as unknown as EmployeeStore, { isAway: true });
  await expect(store.find(1)).rejects.toBe(refused);
});
