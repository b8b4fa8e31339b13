/*
 * A process that uses a server, for tests with several of them: joins, says where, and obeys one command from stdin.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { LocalPostgresError, startLocalPostgres } from '../src/index.ts';

const [dataDir = '', stateRoot] = process.argv.slice(2);
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

try {
  const postgres = await startLocalPostgres({ dataDir, stateRoot });
  say({ url: postgres.url(), port: postgres.port, dataDir: postgres.dataDir });
  const commands = createInterface({ input: process.stdin });
  const [command] = await once(commands, 'line');
  // `leave` only lets go of stdin: the process has to end although it still has its lease.
  if (command === 'stop') await postgres.stop();
  commands.close();
  process.stdin.destroy();
} catch (error) {
  if (!(error instanceof LocalPostgresError)) throw error;
  say({ error: error.code });
  process.exitCode = 1;
}
