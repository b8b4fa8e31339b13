import { describeDifference } from '../autogenerate/describe.ts';
import type { Drift } from '../drift.ts';
import type { Invocation } from '../invocation.ts';
import type { Report } from '../report.ts';
import type { MigrationStatus } from '../state.ts';

export async function status({ migrator, report }: Invocation): Promise<void> {
  const { statuses, drift, interrupted } = await (await migrator()).inspect();
  const width = Math.max(0, ...statuses.map(({ name }) => name.length));
  for (const each of statuses) {
    const cut = interrupted?.name === each.name ? interrupted : undefined;
    report.line(
      `${describe(each, width)}${cut === undefined ? '' : `  INTERRUPTED going ${cut.direction} (begun ${utc(cut.at)})`}`,
    );
  }
  const applied = statuses.filter(({ state }) => state === 'applied').length;
  const wrong = (['edited', 'missing', 'outOfOrder'] as const)
    .map((flag) => ({ flag, count: statuses.filter((each) => each[flag]).length }))
    .filter(({ count }) => count > 0)
    .map(({ flag, count }) => `, ${count} ${WORDS[flag]}`);
  report.line(`${applied} applied, ${statuses.length - applied} pending${wrong.join('')}`);
  reportDrift(report, drift);
  report.document({ migrations: statuses, drift: drift.differences });
}

function reportDrift(report: Report, drift: Drift): void {
  if (drift.differences === null) return report.note(`drift is not known: ${drift.reason}`);
  if (drift.differences.length === 0) return report.line('no drift');
  report.line(`drift: the database is not what its migrations make (${drift.differences.length})`);
  for (const difference of drift.differences) report.line(`  ${describeDifference(difference)}`);
}

const WORDS = { edited: 'edited', missing: 'without their file', outOfOrder: 'out of order' };

const utc = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

function describe(
  { name, state, appliedAt, durationMs, edited, missing, outOfOrder }: MigrationStatus,
  width: number,
): string {
  const when = appliedAt === undefined ? [] : [utc(appliedAt)];
  const how = durationMs === undefined ? (state === 'applied' ? ['not run here (stamped)'] : []) : [`${durationMs} ms`];
  const flags = [
    ...(edited ? ['EDITED since applied'] : []),
    ...(missing ? ['FILE MISSING'] : []),
    ...(outOfOrder ? ['OUT OF ORDER: older than what is applied'] : []),
  ];
  return [state.padEnd(7), name.padEnd(width), ...when, ...how, ...flags].join('  ').trimEnd();
}
