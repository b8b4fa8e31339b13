import type { Middleware } from 'koa';
import type { Lifecycle } from '../lifecycle.ts';

/** While the server drains, each answer is its connection's last, so that no client sends another request into it. */
export function connectionClose(lifecycle: Lifecycle): Middleware {
  return async (ctx, next) => {
    await next();
    if (lifecycle.draining) ctx.set('Connection', 'close');
  };
}
