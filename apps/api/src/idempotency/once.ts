import type { Transaction } from 'sequelize';
import { isNotConnected, isUndone } from '../database/away.ts';
import type { OutageWatch } from '../database/outage.ts';
import { retrying } from '../database/retry.ts';
import { inTransaction } from '../database/transaction.ts';
import { keyReused } from '../errors.ts';
import { contentOf, Json } from '../http/json.ts';
import type { Answer } from '../http/route.ts';
import type { Asked } from './asked.ts';
import { claim, type KeptAnswer, keep, sequelizeOfKeys } from './kept-answers.ts';

/**
 * Does what is asked under a key, unless it was done before: then the answer is the one that it had.
 *
 * The write and its answer are one transaction, whose end is waited for: what is answered is written down, and what is not
 * written down was not done. A refusal rolls back, and leaves the key as good as new.
 *
 * @param work writes by the transaction that it gets, and by no other connection
 * @throws 409 while another request with the key is being done, 422 where the key came with another one, and what the work
 *   throws
 */
export type Once = <A extends Answer>(asked: Asked, work: (transaction: Transaction) => Promise<A>) => Promise<A>;

const DAY_MS = 86_400_000;

/**
 * @param outage while it is on nothing is tried again
 * @param lifetime how long an answer is kept, in milliseconds
 */
export function onceEach(outage: Pick<OutageWatch, 'isAway'>, lifetime = DAY_MS): Once {
  return async <A extends Answer>(asked: Asked, work: (transaction: Transaction) => Promise<A>): Promise<A> => {
    const { digest, isRepeatable } = asked;
    const attempt = async (transaction: Transaction): Promise<{ kept: KeptAnswer } | { answer: A }> => {
      const kept = await claim(digest, isRepeatable, transaction);
      if (kept !== undefined) return { kept };
      const answer = await work(transaction);
      await keep(digest, keptFrom(answer, await asked.fingerprint()), lifetime, transaction);
      return { answer };
    };
    // All of it again, where nothing has begun, or where PostgreSQL has taken all of it back for another transaction's sake.
    const isHarmless = (error: unknown): boolean =>
      !outage.isAway && (isNotConnected(error) || (isRepeatable && isUndone(error)));
    const done = await retrying(() => inTransaction(sequelizeOfKeys(), attempt), isHarmless);
    if ('answer' in done) return done.answer;
    // It is of this request's own type: the fingerprint says of which operation it was.
    return again(done.kept, await asked.fingerprint()) as A;
  };
}

const keptFrom = ({ status, headers = {}, body }: Answer, fingerprint: string): KeptAnswer => ({
  fingerprint,
  status,
  headers,
  body: contentOf(body),
});

/** @throws 422 where it was another request that had this answer */
function again({ fingerprint, status, headers, body }: KeptAnswer, asked: string): Answer {
  if (fingerprint !== asked) throw keyReused();
  return { status, body: new Json(body), headers: { ...headers, 'idempotency-replayed': 'true' } };
}
