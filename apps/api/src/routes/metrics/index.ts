import type { Router } from '@koa/router';
import type { Metrics } from './metrics.ts';

/** `/metrics` in Prometheus' text format, for whoever reaches this server: it names no person and no amount. */
export function mountMetrics(router: Router, { registry }: Metrics): void {
  router.get('/metrics', async (ctx) => {
    const text = await registry.metrics();
    ctx.type = registry.contentType;
    ctx.body = text;
  });
}
