import { startApp } from '../app-under-test.ts';
import { TOO_LARGE } from '../contract/body-edits.ts';
import { contractOf } from '../contract/document.ts';
import { fuzz, type Tally } from '../contract/fuzz.ts';
import { sender } from '../contract/send.ts';
import { startSubject } from '../contract/subject.ts';
import { type Difference, differential } from './differential.ts';

export interface Outcome {
  found: Difference[];
  tally: Tally;
  /** Statements that the fast path did. */
  answered: number;
}

/** Sends so many of the fuzzer's requests to an app with the fast path and to one without, over one database. */
export async function differences(requests: number): Promise<Outcome> {
  const fast = await startSubject({ isFast: true });
  const plain = await startApp({ isFast: false, over: fast.app, bodyLimit: TOO_LARGE / 2 });
  const toPlain = sender(plain.address);
  const found: Difference[] = [];
  try {
    const send = differential(fast.send, toPlain, found);
    const tally = await fuzz({ ...fast, contract: contractOf(fast.document), send, requests });
    const answered = Object.values(fast.app.clients ?? {}).reduce(
      (sum, { statements }) => sum + statements.answered,
      0,
    );
    return { found, tally, answered };
  } finally {
    toPlain.close();
    await plain.close();
    await fast.close();
  }
}
