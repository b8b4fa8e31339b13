#!/usr/bin/env node
/*
 * `pnpm db`: a person's way to the checkout's PostgreSQL. What programs read goes to stdout, words for people to stderr.
 */
import { Command, CommanderError } from 'commander';
import { connect } from './connection.ts';
import { workspaceDataDir } from './data-directory.ts';
import { deadlineIn } from './deadline.ts';
import { LocalPostgresError } from './errors.ts';
import { countLeases, giveBack } from './lease.ts';
import { isPinned, removePin, writePin } from './pin.ts';
import { type Postmaster, runningPostmaster } from './postmaster.ts';
import { findServer, type Server } from './server.ts';
import { databaseUrl, defaultDatabase, join } from './start.ts';
import { stopPostmaster } from './start-postmaster.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** In Roster's checkout it runs from source. */
const name = import.meta.url.endsWith('.ts') ? 'pnpm db' : 'local-postgres';

const program = new Command(name).description("This checkout's own PostgreSQL").exitOverride().showHelpAfterError();
program
  .command('url', { isDefault: true })
  .description('start it if need be, leave it running, print its URL (the default)')
  .action(printUrl);
program.command('stop').description('stop it, whoever uses it').action(stop);
program.command('status').description('say whether it runs, where, and how many processes use it').action(printStatus);

process.exitCode = await main();

/** @returns the exit code: 0 fine, 1 failed, 2 wrong usage */
async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof LocalPostgresError)) throw error;
    say(`${error.message}\n(${error.code})`);
    return 1;
  }
}

async function printUrl(): Promise<void> {
  const { server, lease, deadline } = await join({ dataDir: workspaceDataDir(), onProgress: say });
  // The pin before the lease goes: otherwise the keeper could stop the server in between.
  writePin(server, lease.postmaster);
  await giveBack(server, lease, deadline);
  print(databaseUrl(server, lease.postmaster.port, defaultDatabase));
}

async function stop(): Promise<void> {
  const found = findRunning();
  if (found) await stopServer(found);
  else say(`No PostgreSQL runs on ${workspaceDataDir()}.`);
}

async function printStatus(): Promise<void> {
  const found = findRunning();
  print(found ? await describe(found) : `not running\ndata directory: ${workspaceDataDir()}`);
}

interface Running {
  server: Server;
  postmaster: Postmaster;
}

function findRunning(): Running | undefined {
  const server = findServer({ dataDir: workspaceDataDir() });
  const postmaster = server && runningPostmaster(server.pgdata);
  return server && postmaster && { server, postmaster };
}

async function stopServer({ server, postmaster }: Running): Promise<void> {
  const leases = await leasesOf(server, postmaster).catch(() => 0);
  removePin(server);
  await stopPostmaster(server, postmaster, deadlineIn(60_000));
  const users =
    leases === 0
      ? ''
      : ` It was in use by ${leases} process${leases === 1 ? '' : 'es'}; the next start of one starts it again.`;
  say(`Stopped PostgreSQL on port ${postmaster.port}.${users}`);
}

async function describe({ server, postmaster }: Running): Promise<string> {
  const pinned = isPinned(server, postmaster) ? ` (kept running by \`${name}\`)` : '';
  const leases = await leasesOf(server, postmaster);
  const { port, pid } = postmaster;
  return `running${pinned}\nport: ${port}\nprocess: ${pid}\ndata directory: ${server.dataDir}\nleases: ${leases}`;
}

async function leasesOf(server: Server, { port }: Postmaster): Promise<number> {
  const client = await connect(server, { port, as: 'roster status', deadline: deadlineIn(10_000) });
  try {
    return await countLeases(client);
  } finally {
    await client.end();
  }
}
