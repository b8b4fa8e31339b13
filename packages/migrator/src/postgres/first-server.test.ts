import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openFirst } from './first-server.ts';

/** Milliseconds until it answers, or that it refuses; `silent` never does. */
type Behaviour = number | 'refuses' | 'silent';

const open = async (server: Behaviour): Promise<Behaviour> => {
  if (server === 'silent') await new Promise(() => undefined);
  if (server === 'refuses') throw new Error('refused');
  await sleep(Number(server));
  return server;
};
const closed = vi.fn<(connection: Behaviour) => void>();

test('the first one is taken where it answers, and no other is asked', async () => {
  const asked = vi.fn<typeof open>(open);
  await expect(openFirst([1, 2], asked, closed)).resolves.toEqual({ server: 1, connection: 1 });
  expect(asked).toHaveBeenCalledOnce();
});

test('one that refuses, or is silent, makes way for the next', async () => {
  await expect(openFirst(['refuses', 5], open, closed)).resolves.toMatchObject({ server: 5 });
  await expect(openFirst(['silent', 'refuses', 6], open, closed)).resolves.toMatchObject({ server: 6 });
});

test('one that comes late is closed', async () => {
  closed.mockClear();
  await expect(openFirst([400, 3], open, closed)).resolves.toMatchObject({ server: 3 });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledExactlyOnceWith(400));
});

test('where none will do, the error is that of the one, or of all', async () => {
  await expect(openFirst(['refuses'], open, closed)).rejects.toThrow('refused');
  await expect(openFirst(['refuses', 'refuses'], open, closed)).rejects.toMatchObject({ errors: { length: 2 } });
});
