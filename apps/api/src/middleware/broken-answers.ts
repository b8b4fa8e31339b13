import type { Context } from 'koa';
import { isDatabaseAway } from '../database/away.ts';
import type { OutageWatch } from '../database/outage.ts';
import { exchangeOf } from '../http/exchange.ts';
import type { Logger } from '../log.ts';

/** The client went, which is nobody's fault. */
const OF_CLIENT = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'ECANCELED', 'ECONNABORTED']);

/**
 * For Koa's `error` event, where what breaks an answer comes that has begun: a stream that the database left. The client
 * sees its connection cut; the log and the outage watch are told here.
 */
export function brokenAnswers(log: Logger, outage: OutageWatch) {
  return (error: Error & { code?: string }, ctx?: Context): void => {
    if (OF_CLIENT.has(error.code ?? '')) {
      log.debug({ err: error }, 'an answer was not delivered');
      return;
    }
    if (isDatabaseAway(error)) outage.notice(error);
    // It is written with the line of the request.
    if (ctx !== undefined) exchangeOf(ctx).error = error;
    else log.error({ err: error }, 'an answer broke off');
  };
}
