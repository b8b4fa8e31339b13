import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@roster/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKilled } from '../killed-runs.ts';
import { createProject, type Project } from '../project.ts';

const { KILLS = '50', KILL_SEED = String(Date.now() % 1_000_000) } = process.env;

let root: string;
let server: LocalPostgres;
let databases = 0;

/** A server of its own, because it is killed, too. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'roster-killed-'));
  // The server's account is another one than root's.
  await chmod(root, 0o755);
  server = await startLocalPostgres({ dataDir: join(root, 'data'), stateRoot: join(root, 'state') });
});
afterAll(async () => {
  await server?.stop();
  await rm(root, { recursive: true, force: true });
});

/** The port is the cluster's own, and the same after each start. */
async function killServer(): Promise<void> {
  const { port } = server;
  const client = new pg.Client({ connectionString: server.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ directory: string }>(`SELECT current_setting('data_directory') AS directory`);
  const [pid] = readFileSync(join(rows[0]?.directory ?? '', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  await client.end().catch(() => undefined);
  const dead = server;
  server = await startLocalPostgres({ dataDir: join(root, 'data'), stateRoot: join(root, 'state') });
  await dead.stop().catch(() => undefined);
  expect(server.port).toBe(port);
}

async function project(): Promise<Project> {
  databases += 1;
  const made = await createProject();
  const name = `chain_${databases}`;
  await server.ensureDatabase(name);
  return { ...made, url: server.url(name) };
}

test(`killed at ${KILLS} random moments over a chain of 30 migrations, KILL_SEED=${KILL_SEED}: each time a whole prefix, head in the end`, {
  timeout: 1_800_000,
}, async () => {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const victims = ['process', 'process', 'process', 'backend', 'backend', 'server'] as const;
  const tally = await runKilled({
    kills: Number(KILLS),
    length: 30,
    seed: Number(KILL_SEED),
    victims,
    project,
    killServer,
    log: say,
  });
  say(JSON.stringify(tally));
  expect(tally.kills.process + tally.kills.backend + tally.kills.server).toBe(Number(KILLS));
  // Or no kill has met what can leave half of its work.
  expect(tally.interrupted).toBeGreaterThanOrEqual(Math.floor(Number(KILLS) / 50));
});
