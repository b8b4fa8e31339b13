import type { Invocation } from '../invocation.ts';
import type { MigrationStatus } from '../state.ts';

export async function status({ migrator, report }: Invocation): Promise<void> {
  const statuses = await (await migrator()).status();
  const width = Math.max(0, ...statuses.map(({ name }) => name.length));
  for (const each of statuses) report.line(describe(each, width));
  const applied = statuses.filter(({ state }) => state === 'applied').length;
  const wrong = (['edited', 'missing', 'outOfOrder'] as const)
    .map((flag) => ({ flag, count: statuses.filter((each) => each[flag]).length }))
    .filter(({ count }) => count > 0)
    .map(({ flag, count }) => `, ${count} ${WORDS[flag]}`);
  report.line(`${applied} applied, ${statuses.length - applied} pending${wrong.join('')}`);
  // Drift needs the models' schema; null says that it was not looked for.
  report.document({ migrations: statuses, drift: null });
}

const WORDS = { edited: 'edited', missing: 'without their file', outOfOrder: 'out of order' };

function describe(
  { name, state, appliedAt, durationMs, edited, missing, outOfOrder }: MigrationStatus,
  width: number,
): string {
  const when = appliedAt === undefined ? [] : [`${appliedAt.slice(0, 19).replace('T', ' ')} UTC`];
  const how = durationMs === undefined ? (state === 'applied' ? ['not run here (stamped)'] : []) : [`${durationMs} ms`];
  const flags = [
    ...(edited ? ['EDITED since applied'] : []),
    ...(missing ? ['FILE MISSING'] : []),
    ...(outOfOrder ? ['OUT OF ORDER: older than what is applied'] : []),
  ];
  return [state.padEnd(7), name.padEnd(width), ...when, ...how, ...flags].join('  ').trimEnd();
}
