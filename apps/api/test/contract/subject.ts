import { type AppUnderTest, startApp } from '../app-under-test.ts';
import type { Json } from '../json-client.ts';
import { TOO_LARGE } from './body-edits.ts';

import { type Send, sender } from './send.ts';

/** After how many requests the table is emptied: the exports of what piles up would take most of the time. */
const SWEEP = 500;

/** The app that the fuzzer asks. */
export interface Subject {
  app: AppUnderTest;
  /** Its document, as it is served. */
  document: Json;
  send: Send;
  pause(sent: number): Promise<void>;
  close(): Promise<void>;
}

/** @param settings of the app; its largest body is such that `TOO_LARGE` is */
export async function startSubject(settings: Parameters<typeof startApp>[0] = {}): Promise<Subject> {
  const app = await startApp({ bodyLimit: TOO_LARGE / 2, ...settings });
  const { body: document } = await app.request('GET', '/openapi.json');
  const send = sender(app.address);
  let swept = 0;
  return {
    app,
    document,
    send,
    async pause(sent) {
      if (sent - swept < SWEEP) return;
      swept = sent;
      await app.sequelize.query('TRUNCATE employee');
    },
    async close() {
      send.close();
      await app.close();
    },
  };
}
