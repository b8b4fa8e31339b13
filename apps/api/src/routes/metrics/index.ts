import type { Router } from '@koa/router';
import type { Metrics, MetricsOfAll } from './metrics.ts';

/**
 * `/metrics` in Prometheus' text format, for whoever reaches this server: it names no person and no amount.
 *
 * @param ofAll where this is one of several workers: whichever is asked tells of all
 */
export function mountMetrics(router: Router, { registry }: Metrics, ofAll?: MetricsOfAll): void {
  ofAll?.join(registry);
  router.get('/metrics', async (ctx) => {
    const text = await (ofAll ?? registry).metrics();
    ctx.type = registry.contentType;
    ctx.body = text;
  });
}
