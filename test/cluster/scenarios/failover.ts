import { startCluster } from '../cluster.ts';
import type { ScenarioOptions } from '../scenarios.ts';
import { note } from '../words.ts';
export async function failover({ folder }: ScenarioOptions): Promise<boolean> {
  const cluster = await startCluster(folder);
  const primary = await cluster.primary();
  note(`killed ${primary.kill()}`);
  const t = performance.now();
  const { until } = await import('../until.ts');
  await until(
    'new',
    async () => {
      const p = await cluster.primary();
      return p.name !== primary.name ? p : undefined;
    },
    { within: 60 },
  );
  note(`new primary after ${performance.now() - t}`);
  primary.start();
  await cluster.whole();
  note('whole');
  const second = await cluster.primary();
  await second.unplug();
  note(`unplugged ${second.name}`);
  await until(
    'new',
    async () => {
      const p = await cluster.primary();
      return p.name !== second.name ? p : undefined;
    },
    { within: 60 },
  );
  note(`new primary `);
  await second.plugIn();
  await cluster.whole();
  note('whole');
  return true;
}
