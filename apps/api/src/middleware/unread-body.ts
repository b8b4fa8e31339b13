import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AtEnd } from './request-end.ts';

const PATIENCE_MS = 3000;

/**
 * What a client goes on sending after its answer flows into nothing, since closing at once would take the answer from one
 * that is not done. But not for as long as an import may take, which anyone could make use of, known or not.
 */
export const unreadBody: AtEnd = ({ req, res }) => dropUnread(req, res);

/** When the answer is out. */
export function dropUnread(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete || !res.writableFinished) return;
  const end = (): void => {
    if (!req.complete) req.socket.destroy();
  };
  setTimeout(end, PATIENCE_MS).unref();
}
