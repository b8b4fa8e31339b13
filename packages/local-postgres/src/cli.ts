#!/usr/bin/env node
/*
 * `pnpm db`: a person's way to the checkout's PostgreSQL. What programs read goes to stdout, words for people to stderr.
 */
import { stripVTControlCharacters } from 'node:util';
import { defineCommand, renderUsage, runCommand } from 'citty';
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

const say = (line: string) => write(process.stderr, line);
const print = (line: string) => write(process.stdout, line);

const url = defineCommand({
  meta: { name: 'url', description: 'Start it if need be, leave it running, print its URL (the default)' },
  async run({ rawArgs }) {
    refuseArguments(rawArgs);
    const { server, lease, deadline } = await join({ dataDir: workspaceDataDir(), onProgress: say });
    // The pin before the lease goes: otherwise the keeper could stop the server in between.
    writePin(server, lease.postmaster);
    await giveBack(server, lease, deadline);
    print(databaseUrl(server, lease.postmaster.port, defaultDatabase));
  },
});

const stop = defineCommand({
  meta: { name: 'stop', description: 'Stop it, whoever uses it' },
  async run({ rawArgs }) {
    refuseArguments(rawArgs);
    const found = findRunning();
    if (found) await stopServer(found);
    else say(`No PostgreSQL runs on ${workspaceDataDir()}.`);
  },
});

const status = defineCommand({
  meta: { name: 'status', description: 'Say whether it runs, where, and how many processes use it' },
  async run({ rawArgs }) {
    refuseArguments(rawArgs);
    const found = findRunning();
    if (found) print(await describe(found));
    else print(`not running\ndata directory: ${workspaceDataDir()}`);
  },
});

const db = defineCommand({
  meta: { name: 'pnpm db', description: "This checkout's own PostgreSQL" },
  subCommands: { url, stop, status },
  default: 'url',
});

process.exitCode = await main(process.argv.slice(2));

/** citty colours its words whether or not a terminal reads them. */
function write(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${stream.isTTY ? line : stripVTControlCharacters(line)}\n`);
}

/** @returns the exit code: 0 fine, 1 failed, 2 wrong usage */
async function main(rawArgs: string[]): Promise<number> {
  try {
    if (rawArgs.includes('--help') || rawArgs.includes('-h')) print(await renderUsage(db));
    else await runCommand(db, { rawArgs });
    return 0;
  } catch (error) {
    if (!isUsageError(error)) return fail(error);
    say(`${error.message}\n${await renderUsage(db)}`);
    return 2;
  }
}

function fail(error: unknown): number {
  if (!(error instanceof LocalPostgresError)) throw error;
  say(`${error.message}\n(${error.code})`);
  return 1;
}

/** Wrong words on the command line: citty accepts any, and its own error class is not exported. */
function refuseArguments(rawArgs: string[]): void {
  const [first] = rawArgs;
  if (first === undefined) return;
  throw Object.assign(new Error(`Unknown argument ${first}`), { name: 'CLIError' });
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError';
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
  removePin(server);
  await stopPostmaster(server, postmaster, deadlineIn(60_000));
  say(`Stopped PostgreSQL on port ${postmaster.port}.`);
}

async function describe({ server, postmaster }: Running): Promise<string> {
  const pinned = isPinned(server, postmaster) ? ' (kept running by `pnpm db`)' : '';
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
