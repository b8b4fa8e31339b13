import { expect, test } from 'vitest';
import { differences } from '../fast/both-ways.ts';

/** On a machine with much else to do. */
const PATIENCE_MS = 1_200_000;

test(
  '10 000 requests of the fuzzer get the same answers by the fast path and by Sequelize, byte by byte',
  async () => expect((await differences(10_000)).found.slice(0, 5)).toEqual([]),
  PATIENCE_MS,
);
