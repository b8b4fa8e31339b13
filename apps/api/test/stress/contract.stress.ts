import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { unmet } from '../contract/coverage.ts';
import { contractOf } from '../contract/document.ts';
import { fuzz } from '../contract/fuzz.ts';
import { sender } from '../contract/send.ts';

/** After how many requests the table is emptied: a list or an export of what piles up would be most of the time. */
const SWEEP = 2000;

let app: AppUnderTest;
let send: ReturnType<typeof sender>;
beforeAll(async () => {
  app = await startApp({ bodyLimit: 10_000 });
  send = sender(app.address);
});
afterAll(async () => {
  send.close();
  await app.close();
});

test('100 000 requests, valid and invalid, get what the document says, and meet all that it says', async () => {
  const contract = contractOf((await app.request('GET', '/openapi.json')).body);
  let swept = 0;
  const pause = async (sent: number): Promise<void> => {
    if (sent - swept < SWEEP) return;
    swept = sent;
    await app.sequelize.query('TRUNCATE employee');
  };
  const tally = await fuzz({ contract, send, requests: 100_000, pause });
  expect(unmet(contract, tally)).toEqual([]);
}, 1_800_000);
