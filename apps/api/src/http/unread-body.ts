import type { Context } from 'koa';

const PATIENCE_MS = 3000;

/**
 * What a refused request goes on sending flows into nothing, since closing at once would take the answer from a client
 * that is not done. But not for as long as an import may take, which anyone could make use of, known or not.
 */
export function endUnread({ req, res }: Context): void {
  const end = (): void => {
    if (!req.complete) req.socket.destroy();
  };
  res.once('finish', () => {
    if (!req.complete) setTimeout(end, PATIENCE_MS).unref();
  });
}
