import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { isDatabaseAway, isDatabaseBusy } from '../database/away.ts';
import type { Logger } from '../log.ts';

/** Few, so that no statement holds its locks for long. */
const BATCH = 500;
/** Between two batches, as long as there is more: other requests want the disk as well. */
const PAUSE_MS = 100;
const INTERVAL_MS = 60_000;

/** What another process is sweeping is left to it. */
const SWEEP = `WITH expired AS MATERIALIZED (
    SELECT "digest" FROM "idempotency_key" WHERE "expires_time" <= now()
    ORDER BY "expires_time" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  DELETE FROM "idempotency_key" k USING expired WHERE k."digest" = expired."digest"`;

/** One batch of expired answers. @returns how many there were */
const sweep = (sequelize: Sequelize): Promise<number> => sequelize.query(SWEEP, { type: QueryTypes.BULKDELETE });

/**
 * Deletes answers that have expired, now and then, a batch at a time; any number of processes may. None is replayed in the
 * meantime: who looks for one sees when it has expired. A database that is away is left in peace, and in silence.
 *
 * @param interval milliseconds between two looks, give or take a half, so that processes do not come all at once
 * @returns ends it; resolves when no statement is on its way
 */
export function sweepNowAndThen(sequelize: Sequelize, log: Logger, interval = INTERVAL_MS): () => Promise<void> {
  const ended = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  const failure = failureTold(log);
  const sweeping = (async () => {
    await pause(interval * jitter());
    while (!ended.signal.aborted) {
      const swept = await sweep(sequelize).then(failure.over, failure.tell);
      await pause(swept < BATCH ? interval * jitter() : PAUSE_MS);
    }
  })();
  return async () => {
    ended.abort();
    await sweeping;
  };
}

const jitter = (): number => 0.5 + Math.random();

/** What is wrong for good, as a right that the role lacks, is told once, until it works again. */
function failureTold(log: Logger) {
  let isTold = false;
  return {
    over: (swept: number): number => {
      isTold = false;
      return swept;
    },
    tell: (error: unknown): number => {
      if (isTold || isDatabaseAway(error) || isDatabaseBusy(error)) return 0;
      isTold = true;
      log.warn({ err: error }, 'expired answers to requests with an Idempotency-Key can’t be swept');
      return 0;
    },
  };
}
