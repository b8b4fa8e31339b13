import { ConnectionAcquireTimeoutError, ConnectionRefusedError } from 'sequelize';
import { expect, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { OutageWatch } from './outage.ts';

const refused = new ConnectionRefusedError(new Error('connect ECONNREFUSED'));

/** @param answers of the probe, in their order; the last one stays */
async function watch(...answers: boolean[]) {
  const lines: string[] = [];
  const log = await createLog({ level: 'info', pretty: false }, { write: (line) => void lines.push(line) });
  const probe = vi.fn<() => Promise<void>>(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === false) throw refused;
  });
  return { outage: new OutageWatch(log, probe, 5), probe, lines };
}

test('one lost connection is no outage: the database is asked, and answers', async () => {
  const { outage, probe, lines } = await watch(true);
  outage.notice(refused);
  await vi.waitFor(() => expect(probe).toHaveBeenCalledOnce());
  expect(() => outage.assertThere()).not.toThrow();
  expect(lines).toEqual([]);
});

test('while it does not answer everything is refused, and two lines tell of it', async () => {
  const { outage, lines } = await watch(false, false, false, true);
  outage.notice(refused);
  outage.notice(refused);
  await vi.waitFor(() => expect(outage.isAway).toBe(true), { interval: 1 });
  expect(() => outage.assertThere()).toThrow('can’t be reached');
  await vi.waitFor(() => expect(outage.isAway).toBe(false));
  expect(() => outage.assertThere()).not.toThrow();
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['the database is away', 'the database is back']);
});

test('a pool whose connections are all taken says nothing of the database', async () => {
  const { outage, probe } = await watch(false);
  outage.notice(new ConnectionAcquireTimeoutError(new Error('ResourceRequest timed out')));
  expect(probe).not.toHaveBeenCalled();
  outage.close();
});
