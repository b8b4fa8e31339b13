import type { Difference, Runs } from './compare.ts';
import { SERVERS } from './servers.ts';

const OUTCOMES = ['passed', 'not applicable', 'failed'] as const;

/** One row for each server. */
export function table(runs: Runs): string[] {
  const rows = [...runs].map(([major, tests]) => [
    SERVERS.find((server) => server.major === major)?.version ?? '',
    ...OUTCOMES.map((outcome) => String(tests.filter((test) => test.outcome === outcome).length)),
  ]);
  return [['server', ...OUTCOMES], ...rows].map((cells) => cells.map((cell) => cell.padEnd(16)).join(''));
}

/** What each server was spared, by name. */
export function notApplicableLines(runs: Runs): string[] {
  return [...runs].flatMap(([major, tests]) => {
    const spared = tests.filter(({ outcome }) => outcome === 'not applicable');
    return spared.map(({ name, since }) => `not run on ${major}, needs ${since}: ${name}`);
  });
}

export function differenceLines({ test, key, variants }: Difference): string[] {
  const made = variants.map(({ servers, excerpt }) => `  ${servers.join(', ')}: …${excerpt.replaceAll('\n', '⏎')}…`);
  return [`differs: ${test}`, `  of: ${key.replaceAll('\n', '⏎')}`, ...made];
}
