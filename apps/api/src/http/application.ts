import Koa, { type Context } from 'koa';

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
