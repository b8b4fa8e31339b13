import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Aim, atLeast, atMost } from '../../harness/report.ts';
import { note, print } from '../../harness/words.ts';
import { ROOT, runNode } from '../run-command.ts';
import type { Pooled } from './pooled.ts';

/** What vitest's reporter `json` says, as far as it is looked at. */
interface Results {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const SKIPPED_STATES = new Set(['skipped', 'pending', 'todo', 'disabled']);

/** Of the fast path, which is off behind a pooler: its statements are known by name on a session. */
const NOT_POOLED = ['**/test/fast/**'];

/**
 * What skips itself: tests of connections that requests share, which there are none of, and of PostgreSQL's
 * own limit of connections, which a pooler is there to keep them from.
 */
const SKIPPED = [
  /^on the way by which requests share connections /,
  /^too many connections are a 503 for who would need one more/,
  /^to the probe a server that is full is there/,
];

/** The API's tests from end to end, each over a database that it reaches through the pooler (apps/api/test/pooler.ts). */
export async function runSuite({ folder, directUrl, pooler }: Pooled): Promise<Aim[]> {
  note('The API’s tests through the pooler');
  const results = join(folder, 'suite.json');
  const before = await pooler.transactions();
  const words = [
    'run',
    'apps/api/test/',
    '--project',
    'api',
    '--maxWorkers',
    '2',
    '--reporter',
    'verbose',
    '--reporter',
    'json',
  ];
  const { output } = await runNode(
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      ...words,
      '--outputFile',
      results,
      ...NOT_POOLED.flatMap((path) => ['--exclude', path]),
    ],
    // There is no network here: `npx pnpm` takes what it has.
    { TEST_DATABASE_URL: directUrl, ROSTER_TEST_POOLER: pooler.host, npm_config_offline: 'true' },
    join(folder, 'suite.log'),
  );
  const suite = resultsIn(results, output);
  const failed = suite.testResults.flatMap(({ name, status, assertionResults }) => [
    ...(status === 'failed' && assertionResults.length === 0 ? [name] : []),
    ...assertionResults.filter((one) => one.status === 'failed').map(({ fullName }) => fullName),
  ]);
  for (const name of failed) print(`failed through the pooler: ${name}`);
  const skipped = suite.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => SKIPPED_STATES.has(status)).map(({ fullName }) => fullName),
  );
  for (const name of skipped) print(`skipped: ${name}`);
  return [
    atMost('tests of the API that failed through the pooler', failed.length, 0),
    atMost(
      'tests skipped, but for what a pooler leaves no room for',
      skipped.filter((name) => !SKIPPED.some((known) => known.test(name))).length,
      0,
    ),
    atLeast('tests passed', suite.numPassedTests, 1),
    atLeast('transactions that passed the pooler', (await pooler.transactions()) - before, suite.numPassedTests),
  ];
}

function resultsIn(file: string, output: string): Results {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Results;
  } catch (cause) {
    throw new Error(`the tests did not run:\n${output.slice(-2000)}`, { cause });
  }
}
