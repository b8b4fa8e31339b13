import { z } from 'zod';
import { notReady } from '../../errors.ts';
import { type Route, route } from '../../http/route.ts';
import type { Lifecycle } from '../../lifecycle.ts';
import type { ReadinessChecks } from './readiness.ts';

const tags = ['health'];

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ example: { status: 'ok' } });
const Ready = z
  .strictObject({ status: z.literal('ok'), checks: z.record(z.string(), z.string()) })
  .meta({ example: { status: 'ok', checks: { database: 'ok', migrations: 'ok', server: 'ok' } } });

/** The probes: `/livez` for "restart me", `/readyz` for "send me requests". */
export const healthRoutes = (checks: ReadinessChecks, lifecycle: Lifecycle): Route[] => [
  route(
    {
      method: 'get',
      path: '/livez',
      operationId: 'livez',
      summary: 'Whether the process answers',
      description: 'Does not look at the database: restarting this process would not mend it.',
      tags,
      responses: { 200: { description: 'It does', body: Alive } },
    },
    async () => ({ status: 200, body: { status: 'ok' } }),
  ),
  route(
    {
      method: 'get',
      path: '/readyz',
      operationId: 'readyz',
      summary: 'Whether requests should be sent here',
      description:
        'The database answers (or, where it does not, replicas from which reads are answered), no migration is pending, and the server is not stopping.',
      tags,
      responses: { 200: { description: 'Ready', body: Ready } },
      problems: ['not-ready'],
    },
    async () => {
      const { isReady, checks: found } = await checks();
      const results = { ...found, server: lifecycle.draining ? 'stopping' : 'ok' };
      if (!isReady || lifecycle.draining) throw notReady(results);
      return { status: 200, body: { status: 'ok', checks: results } };
    },
  ),
];
