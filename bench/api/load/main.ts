/** The process that the load comes from: plans come in, outcomes go out. */
import { runClosed } from './closed.ts';
import { runOpen } from './open.ts';
import type { Plan } from './plan.ts';

process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

process.on('message', (plan: Plan) => {
  const { rate } = plan;
  const running = rate === undefined ? runClosed(plan) : runOpen({ ...plan, rate });
  running.then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
