import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa, { type Context } from 'koa';
import type { Shed } from '../gate/shedding.ts';

type Run = (ctx: Context) => Promise<void>;

/** What Koa calls for each request; its types leave it out. */
const { handleRequest } = Koa.prototype as unknown as {
  handleRequest(this: Koa, ctx: Context, run: Run): Promise<void>;
};

/**
 * Koa, with a shorter way for an answer that was written whole (`answers.ts`). Koa itself watches the end of each response
 * and its connection by `on-finished`, which costs as much as several middlewares. It is there for an answer that goes on
 * after them: a stream that breaks. Such a one takes Koa's own way, as does all that has a `ctx.body`.
 */
export class Application extends Koa {
  readonly #shed: Shed;

  /** @param shed sees each request before Koa does */
  constructor(shed: Shed) {
    super();
    this.#shed = shed;
  }

  override callback(): ReturnType<Koa['callback']> {
    const handle = super.callback();
    const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
      if (!this.#shed(req, res)) await handle(req, res);
    };
    // Of HTTP/1, as the server is that calls it.
    return answer as ReturnType<Koa['callback']>;
  }

  async handleRequest(ctx: Context, run: Run): Promise<void> {
    ctx.res.statusCode = 404;
    try {
      await run(ctx);
    } catch (error) {
      ctx.onerror(error as Error);
      return;
    }
    if (ctx.respond === false) return;
    const { statusCode } = ctx.res;
    await handleRequest.call(this, ctx, async () => void (ctx.res.statusCode = statusCode));
  }
}
