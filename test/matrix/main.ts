/*
 * `pnpm test:matrix [14 16 …] [file filter …]`: the migrator's tests on every major version of PostgreSQL that it serves, and
 * whether all of them make the same of the same SQL. Exit code 0: all passed, all equal; 1: not so; 2: wrong usage.
 */
import { compare, type Runs } from './compare.ts';
import { differenceLines, notApplicableLines, table } from './print.ts';
import { runTests, type TestRun } from './run-tests.ts';
import { note, SERVERS, withServer } from './servers.ts';

const words = process.argv.slice(2);
const majors = words.filter((word) => /^\d+$/.test(word)).map(Number);
const unknown = majors.filter((major) => !SERVERS.some((server) => server.major === major));
if (unknown.length > 0) {
  note(
    `There is no server ${unknown.join(', ')} in the matrix; it has ${SERVERS.map(({ major }) => major).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  process.exitCode = await runMatrix(abort).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
    note('Interrupted; the server is stopped.');
    return 1;
  });
}

async function runMatrix(abort: AbortController): Promise<number> {
  const filters = words.filter((word) => !/^\d+$/.test(word));
  const runs = new Map<number, TestRun[]>();
  for (const server of SERVERS.filter(({ major }) => majors.length === 0 || majors.includes(major))) {
    note(`── PostgreSQL ${server.version}`);
    runs.set(server.major, await withServer(server, (url) => runTests(url, filters, abort.signal)));
  }
  return print(runs);
}

function print(runs: Runs): number {
  const { compared, alone, differences } = compare(runs);
  const lines = [
    ...notApplicableLines(runs),
    ...differences.flatMap(differenceLines),
    ...table(runs),
    `${compared} schemas and migrations compared between servers, ${differences.length} differ`,
    ...[...alone].map(
      ([major, count]) => `${count} made by ${major} alone, of SQL that no other server was given or could run`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const hasFailed = [...runs.values()].some((tests) => tests.some(({ outcome }) => outcome === 'failed'));
  return hasFailed || differences.length > 0 ? 1 : 0;
}
