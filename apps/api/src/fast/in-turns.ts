import { atEndOfTurn } from './turn.ts';

/** One who asks, and waits. */
export interface Pending<Ask, Answer> {
  readonly ask: Ask;
  resolve(answer: Answer | PromiseLike<Answer>): void;
  reject(error: unknown): void;
}

/** More are done in several goes. */
const MOST_AT_ONCE = 200;

/**
 * Gathers what is asked for in one turn of the event loop, so that it can be done at once. Under load that is what came
 * on many connections; otherwise one alone, which waits for nothing but the end of the turn.
 *
 * @param perform resolves or rejects each
 */
export function inTurns<Ask, Answer>(
  perform: (pending: Pending<Ask, Answer>[]) => void,
): (ask: Ask) => Promise<Answer> {
  let pending: Pending<Ask, Answer>[] = [];
  const flush = (): void => {
    const gathered = pending;
    pending = [];
    if (gathered.length > 0) perform(gathered);
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      const count = pending.push({ ask, resolve, reject });
      if (count === 1) atEndOfTurn(flush);
      else if (count === MOST_AT_ONCE) flush();
    });
}

/**
 * Settles one who asks. What one of several can't be answered with is no fault of the others.
 *
 * @param instead where `answer` throws
 */
export function settle<Answer>(
  { resolve }: Pending<unknown, Answer>,
  answer: () => Answer | Promise<Answer>,
  instead: () => Promise<Answer>,
): void {
  try {
    resolve(answer());
  } catch {
    resolve(instead());
  }
}
