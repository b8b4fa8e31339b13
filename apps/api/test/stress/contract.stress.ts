import { afterAll, beforeAll, expect, test } from 'vitest';
import { unmet } from '../contract/coverage.ts';
import { contractOf } from '../contract/document.ts';
import { fuzz } from '../contract/fuzz.ts';
import { type Subject, startSubject } from '../contract/subject.ts';

let subject: Subject;
beforeAll(async () => void (subject = await startSubject()));
afterAll(() => subject.close());

const REQUESTS = 100_000;
const PATIENCE_MS = 3_600_000;

test(
  `${REQUESTS} requests, valid and invalid, get what the document says, and meet all that it says`,
  async () => {
    const contract = contractOf(subject.document);
    const tally = await fuzz({ ...subject, contract, requests: REQUESTS });
    expect(unmet(contract, tally)).toEqual([]);
    process.stderr.write(
      `${[...tally]
        .map(([answer, count]) => `${answer}: ${count}`)
        .toSorted()
        .join('\n')}\n`,
    );
  },
  PATIENCE_MS,
);
