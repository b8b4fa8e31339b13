import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeys, makeKey } from '../../src/auth/api-key.ts';
import { contractOf } from './document.ts';
import { fuzz, type Tally } from './fuzz.ts';
import type { Caller } from './requests.ts';
import { type Subject, startSubject } from './subject.ts';

const writer = makeKey('payroll', 'writer');
const reader = makeKey('report', 'reader');

let subject: Subject;
beforeAll(async () => {
  const auth = { keys: apiKeys.parse(`${writer.entry},${reader.entry}`) };
  subject = await startSubject({ auth, rateLimit: { requests: 100_000, seconds: 3600 } });
});
afterAll(() => subject.close());

const CALLERS: readonly Caller[] = [
  { headers: { 'x-api-key': writer.key }, mayAll: true },
  { headers: { authorization: `Bearer ${writer.key}` }, mayAll: true },
  { headers: { 'x-api-key': reader.key }, mayAll: false },
  { headers: {}, mayAll: false },
];

const REFUSALS = ['listEmployees 401', 'createEmployee 401', 'createEmployee 403'];

test('1 500 requests of callers who say who they are, and are counted, get what the document says', async () => {
  const contract = contractOf(subject.document);
  const isEnough = (tally: Tally): boolean => REFUSALS.every((answer) => tally.has(answer));
  const tally = await fuzz({ ...subject, contract, callers: CALLERS, requests: 1500, isEnough });
  const refused = [...tally.keys()].filter((answer) => / 40[13]$/.test(answer));
  expect(refused).toEqual(expect.arrayContaining(REFUSALS));
  expect(refused.filter((answer) => /^(livez|readyz|none|listEmployees 403)/.test(answer))).toEqual([]);
}, 300_000);
