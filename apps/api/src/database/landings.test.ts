import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Client } from './driver.ts';
import { Landings } from './landings.ts';

/** A connection that says where it has landed. */
function landedOn(server: string) {
  const client = Object.assign(new EventEmitter(), {
    query: async () => ({ rows: [{ server }] }),
    cut: () => client.emit('end'),
  });
  return client as unknown as Client & EventEmitter;
}

function landings() {
  const clock = { now: 0 };
  return { clock, all: new Landings(() => clock.now) };
}

test('connections to one server are one, also one after the other', async () => {
  const { all } = landings();
  const first = landedOn('a');
  await all.add(first);
  await all.add(landedOn('a'));
  expect(all.isOne).toBe(true);
});

test('the first that lands elsewhere is refused, those after it are known to', async () => {
  const { all, clock } = landings();
  await all.add(landedOn('a'));
  await expect(all.add(landedOn('b'))).rejects.toThrow('leads to several servers');
  expect(all.isOne).toBe(false);
  const other = landedOn('b');
  await all.add(other);
  clock.now = 3_600_000;
  expect(all.isOne).toBe(false);
  other.emit('end');
  expect(all.isOne).toBe(false);
  clock.now += 60_000;
  expect(all.isOne).toBe(true);
});

test('a server that was replaced is one again', async () => {
  const { all } = landings();
  const old = landedOn('a');
  await all.add(old);
  old.emit('end');
  await all.add(landedOn('b'));
  expect(all.isOne).toBe(true);
});

test('one that does not say where it is, is cut', async () => {
  const { all } = landings();
  const silent = Object.assign(landedOn('a'), {
    query: async () => Promise.reject(new Error('Query read timeout')),
  });
  let isCut = false;
  silent.once('end', () => (isCut = true));
  await expect(all.add(silent)).rejects.toThrow('Query read timeout');
  expect(isCut).toBe(true);
});
