import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { TOO_LARGE } from '../contract/body-edits.ts';
import { contractOf } from '../contract/document.ts';
import { fuzz } from '../contract/fuzz.ts';
import { type Send, sender } from '../contract/send.ts';
import { type Subject, startSubject } from '../contract/subject.ts';
import { type Difference, differential } from './differential.ts';

/** On a machine with much else to do. */
const PATIENCE_MS = 600_000;
/** A test of ten thousand is in `test:stress`. */
const REQUESTS = Number(process.env.DIFFERENTIAL_REQUESTS ?? 2000);

let fast: Subject;
let plain: AppUnderTest;
let toPlain: Send & { close(): void };
beforeAll(async () => {
  fast = await startSubject({ isFast: true });
  plain = await startApp({ isFast: false, over: fast.app, bodyLimit: TOO_LARGE / 2 });
  toPlain = sender(plain.address);
});
afterAll(async () => {
  toPlain.close();
  await plain.close();
  await fast.close();
});

const answered = (): number => {
  const { quick, slow } = fast.app.clients ?? {};
  return (quick?.statements.answered ?? 0) + (slow?.statements.answered ?? 0);
};

test(
  `${REQUESTS} requests of the fuzzer get the same answers by the fast path and by Sequelize, byte by byte`,
  async () => {
    const differences: Difference[] = [];
    const send = differential(fast.send, toPlain, differences);
    const tally = await fuzz({ ...fast, contract: contractOf(fast.document), send, requests: REQUESTS });
    expect(differences.slice(0, 5)).toEqual([]);
    expect(tally.get('listEmployees 200')).toBeGreaterThan(10);
    // It was the fast path that answered: each page, and what one statement did for several.
    expect(answered()).toBeGreaterThan((tally.get('listEmployees 200') ?? 0) / 2);
  },
  PATIENCE_MS,
);

test('a difference is found', async () => {
  const differences: Difference[] = [];
  const lying: Send = async (request) => {
    const answer = await toPlain(request);
    return { ...answer, body: Buffer.from(answer.body.toString().replace('"items":', '"items": ')) };
  };
  await differential(
    fast.send,
    lying,
    differences,
  )({
    method: 'GET',
    path: '/v1/employees',
    query: '',
    headers: {},
  } as unknown as Parameters<Send>[0]);
  expect(differences).toHaveLength(1);
});
