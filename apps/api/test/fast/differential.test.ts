import { expect, test } from 'vitest';
import type { ApiResponse, Send } from '../contract/send.ts';
import { differences } from './both-ways.ts';
import { type Difference, differential } from './differential.ts';

/** On a machine with much else to do. */
const PATIENCE_MS = 300_000;

test(
  '2 000 requests of the fuzzer get the same answers by the fast path and by Sequelize, byte by byte',
  async () => {
    const { found, tally, answered } = await differences(2000);
    expect(found.slice(0, 5)).toEqual([]);
    // It was the fast path that answered: pages are a statement each.
    expect(tally.get('listEmployees 200')).toBeGreaterThan(10);
    expect(answered).toBeGreaterThan((tally.get('listEmployees 200') ?? 0) / 2);
  },
  PATIENCE_MS,
);

const answering =
  (answer: Partial<ApiResponse>): Send =>
  async () => ({ status: 200, headers: { etag: '"1"' }, body: Buffer.from('{"id":1}'), ...answer });

test.each<[string, Partial<ApiResponse>]>([
  ['a byte of a body', { body: Buffer.from('{"id": 1}') }],
  ['a status', { status: 203 }],
  ['a header', { headers: { etag: '"2"' } }],
])('%s that differs is found', async (_what, answer) => {
  const found: Difference[] = [];
  const request = { method: 'GET', path: '/v1/employees/1', query: '', headers: {} } as Parameters<Send>[0];
  await differential(answering({}), answering({}), found)(request);
  expect(found).toEqual([]);
  await differential(answering({}), answering(answer), found)(request);
  expect(found).toHaveLength(1);
});
