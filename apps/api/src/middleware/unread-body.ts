import type { Middleware } from 'koa';

const PATIENCE_MS = 3000;

/**
 * What a client goes on sending after its answer flows into nothing, since closing at once would take the answer from one
 * that is not done. But not for as long as an import may take, which anyone could make use of, known or not.
 */
export function unreadBody(): Middleware {
  return ({ req, res }, next) => {
    const { 'content-length': length, 'transfer-encoding': coding } = req.headers;
    if (length === undefined && coding === undefined) return next();
    const end = (): void => {
      if (!req.complete) req.socket.destroy();
    };
    res.once('finish', () => {
      if (!req.complete) setTimeout(end, PATIENCE_MS).unref();
    });
    return next();
  };
}
