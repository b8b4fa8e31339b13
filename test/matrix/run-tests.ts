import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What became of one test on one server. */
export interface TestRun {
  name: string;
  outcome: 'passed' | 'failed' | 'not applicable';
  /** Why it is not applicable: the first major version that can do it. */
  since?: number;
  /** What was made, under the SQL that it was made by (packages/migrator/test/server.ts). */
  made: Record<string, string>;
}

interface Report {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: {
      fullName: string;
      status: string;
      meta: { since?: number; made?: Record<string, string> };
    }[];
  }[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/**
 * Runs the migrator's tests against a server.
 *
 * @param filters of test files, as vitest takes them
 * @param signal kills the tests
 */
export async function runTests(url: string, filters: readonly string[], signal: AbortSignal): Promise<TestRun[]> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-matrix-'));
  const file = join(folder, 'report.json');
  try {
    const args = ['run', '--config', 'vitest.matrix.config.ts', '--reporter=dot', '--reporter=json'];
    const child = spawn(process.execPath, [vitest, ...args, `--outputFile.json=${file}`, ...filters], {
      cwd: root,
      env: { ...process.env, TEST_DATABASE_URL: url },
      stdio: ['ignore', 'inherit', 'inherit'],
      signal,
    });
    await once(child, 'close');
    const report = JSON.parse(await readFile(file, 'utf8')) as Report;
    return report.testResults.flatMap(runsOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that could not be loaded has no tests, and counts as one that failed. */
function runsOf({ name, status, assertionResults }: Report['testResults'][number]): TestRun[] {
  const file = name.slice(root.length);
  if (assertionResults.length === 0 && status !== 'passed') return [{ name: file, outcome: 'failed', made: {} }];
  return assertionResults.map(({ fullName, status: outcome, meta }) => ({
    name: `${file} › ${fullName}`,
    outcome: outcomeOf(outcome, meta.since),
    ...(meta.since !== undefined && { since: meta.since }),
    made: meta.made ?? {},
  }));
}

/** What is left out and does not say why has failed: nothing goes unrun in silence. */
function outcomeOf(status: string, since: number | undefined): TestRun['outcome'] {
  if (status === 'passed') return 'passed';
  return since !== undefined && status !== 'failed' ? 'not applicable' : 'failed';
}
