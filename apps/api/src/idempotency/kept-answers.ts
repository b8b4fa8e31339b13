import { IdempotencyKey } from '@roster/models';
import { QueryTypes, type Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { keyInUse } from '../errors.ts';

/** What was answered to a request that was done. */
export interface KeptAnswer {
  fingerprint: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** To the letter. */
  body: string | Buffer;
}

const TABLE = '"idempotency_key"';

export const sequelizeOfKeys = (): Sequelize => IdempotencyKey.sequelize as Sequelize;

/**
 * How long a transaction may stand idle between two statements, in milliseconds: one whose client has vanished without a
 * word would keep its locks until TCP gives up. Not for an upload, which is as slow as whoever sends it.
 */
const LONGEST_PAUSE_MS = 15_000;

/**
 * A transaction's own lock on a digest, of the 64 bits that advisory locks have. It ends with the transaction, so it is
 * right behind a pooler, and whoever died with it in hand has let it go.
 */
const lockOf = (digest: string): string => BigInt.asIntN(64, BigInt(`0x${digest.slice(0, 16)}`)).toString();

/**
 * One message of several statements: each sees what was committed when it begins. Were the lock and the look one, the
 * look could be older than the lock, and miss what its last holder has written.
 *
 * Whoever finds an answer locks its row, which nobody feels and which is written to the log: so COMMIT waits for the
 * synchronous standbys, and with it for all that was committed before. The answer may be one whose own commit was not
 * waited for, and must not be told again until it lasts.
 */
const claimText = (digest: string, isBrief: boolean): string =>
  `${isBrief ? `SET LOCAL idle_in_transaction_session_timeout = ${LONGEST_PAUSE_MS};` : ''}
   SELECT pg_try_advisory_xact_lock(${lockOf(digest)}) AS "isOurs";
   SELECT "fingerprint", "status", "headers", "body" FROM ${TABLE}
   WHERE "digest" = '${digest}' AND "expires_time" > clock_timestamp() FOR KEY SHARE`;

/**
 * Takes a key for a transaction.
 *
 * @param isBrief whether the transaction waits for nobody but PostgreSQL
 * @returns what was answered under it; none: whoever has this transaction is the one to do it
 * @throws 409 where another transaction is at it
 */
export async function claim(
  digest: string,
  isBrief: boolean,
  transaction: Transaction,
): Promise<KeptAnswer | undefined> {
  const options = { type: QueryTypes.SELECT as const, transaction };
  const rows = await sequelizeOfKeys().query<{ isOurs: boolean } | KeptAnswer>(claimText(digest, isBrief), options);
  const [lock, kept] = rows as [{ isOurs: boolean }, KeptAnswer?];
  if (kept === undefined && !lock.isOurs) throw keyInUse();
  return kept;
}

const KEEP = `INSERT INTO ${TABLE} ("digest", "fingerprint", "status", "headers", "body", "expires_time")
  VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $6 * INTERVAL '1 millisecond')
  ON CONFLICT ("digest") DO UPDATE SET "fingerprint" = EXCLUDED."fingerprint", "status" = EXCLUDED."status",
    "headers" = EXCLUDED."headers", "body" = EXCLUDED."body", "expires_time" = EXCLUDED."expires_time"
  WHERE ${TABLE}."expires_time" <= clock_timestamp() RETURNING "digest"`;

/**
 * Writes down what is about to be answered, in the place of one that has expired.
 *
 * @param lifetime milliseconds
 * @throws 409 where an answer is there after all, which the key's lock keeps from happening
 */
export async function keep(
  digest: string,
  { fingerprint, status, headers, body }: KeptAnswer,
  lifetime: number,
  transaction: Transaction,
): Promise<void> {
  const bind = [digest, fingerprint, status, JSON.stringify(headers), body, lifetime];
  const kept = await sequelizeOfKeys().query(KEEP, { bind, type: QueryTypes.SELECT, transaction });
  if (kept.length === 0) throw keyInUse();
}
