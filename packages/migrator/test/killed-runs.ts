import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import { createMigrator, fingerprint } from '../src/index.ts';
import type { Schema } from '../src/schema/schema.ts';
import { query } from './catalog.ts';
import { type Link, makeChain } from './kill-chain.ts';
import { appliedNames, type Project, startMigrate } from './project.ts';

/** What is killed: the process of a run, one of its two connections in the server, or the whole server. */
export type Victim = 'process' | 'backend' | 'server';

export interface KilledRuns {
  kills: number;
  length: number;
  seed: number;
  victims: readonly Victim[];
  /** A project with an empty database. */
  project: () => Promise<Project>;
  /** Kills the server and starts it again. @returns its new port */
  killServer?: () => Promise<void>;
  log?: (line: string) => void;
}

/** Mulberry32: the same seed, the same moments. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How often each victim was met at work, and how often something was left to be settled. */
export interface Tally {
  rounds: number;
  kills: Record<Victim, number>;
  /** A migration outside a transaction was under way. */
  interrupted: number;
  invalidIndexes: number;
}

/** Runs the chain on one database after the other until there were enough kills; all is asserted after each. */
export async function runKilled(options: KilledRuns): Promise<Tally> {
  const chain = makeChain(options.length);
  const random = randomFrom(options.seed);
  const heads = await replayHeads(await options.project(), chain);
  const tally: Tally = { rounds: 0, kills: { process: 0, backend: 0, server: 0 }, interrupted: 0, invalidIndexes: 0 };
  const count = (): number => tally.kills.process + tally.kills.backend + tally.kills.server;
  while (count() < options.kills) {
    tally.rounds += 1;
    const project = await options.project();
    await writeChain(project, chain);
    while (count() < options.kills && !(await isAtHead(project, chain))) {
      const victim = options.victims[Math.floor(random() * options.victims.length)] ?? 'process';
      if (!(await killOnce(project, options, { victim, random }))) break;
      tally.kills[victim] += 1;
      await assertPrefix(project, chain, heads, tally);
    }
    await assertHead(project, chain, heads);
    options.log?.(
      `round ${tally.rounds}: ${count()} kills so far, ${tally.interrupted} of them in the middle of a statement outside a transaction`,
    );
  }
  return tally;
}

const writeChain = async (project: Project, chain: readonly Link[]): Promise<void> => {
  for (const { file, text } of chain) await project.write(file, text);
};

const migratorOf = ({ url, folder }: Project) => createMigrator({ url, migrations: `${folder}/migrations` });

/** The fingerprint after each migration, from none to all. */
async function replayHeads(project: Project, chain: readonly Link[]): Promise<string[]> {
  await writeChain(project, chain);
  const migrator = migratorOf(project);
  const heads = [fingerprint(await migrator.schema())];
  for (const _link of chain) {
    await migrator.up({ step: 1 });
    heads.push(fingerprint(await migrator.schema()));
  }
  await migrator.close();
  return heads;
}

async function historyOf({ url }: Project): Promise<string[]> {
  const [found] = await query<{ exists: boolean }>(url, `SELECT to_regclass('"SequelizeMeta"') IS NOT NULL AS exists`);
  return found?.exists ? appliedNames(url) : [];
}

const isAtHead = async (project: Project, chain: readonly Link[]): Promise<boolean> =>
  (await historyOf(project)).length === chain.length;

const MIGRATING = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrate%'`;

/** @returns false where the run had ended before */
async function killOnce(
  { folder, url }: Project,
  { killServer }: KilledRuns,
  { victim, random }: { victim: Victim; random: () => number },
): Promise<boolean> {
  const { child, ended } = startMigrate(folder, { DATABASE_URL: url, CI: 'true' }, ['up', '--lock-timeout', '20']);
  const run = { isOver: false };
  void ended.then(() => void (run.isOver = true));
  const watcher = new pg.Client({ connectionString: url });
  watcher.on('error', () => undefined);
  await watcher.connect();
  // The moment is random in the time in which it is at work, not in that in which Node starts.
  while (!run.isOver && (await watcher.query(`SELECT 1 ${MIGRATING}`)).rows.length === 0) await sleep(5);
  await sleep(random() * 700);
  if (!run.isOver && victim === 'process') child.kill('SIGKILL');
  if (!run.isOver && victim === 'backend')
    await watcher.query(
      `SELECT pg_terminate_backend(pid) FROM (SELECT pid ${MIGRATING} ORDER BY md5(pid::text || $1) LIMIT 1) one`,
      [random()],
    );
  const wasAtWork = !run.isOver;
  await watcher.end().catch(() => undefined);
  if (wasAtWork && victim === 'server') await killServer?.();
  await ended;
  return wasAtWork;
}

/** The server ends what nobody waits for within a second or so. */
async function untilQuiet(url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await query(url, `SELECT 1 ${MIGRATING}`)).length === 0) return;
    await sleep(50);
  }
  expect.fail('a killed run is still at work in the server');
}

/** The history is a prefix of the chain, and the schema what exactly that makes, but for what was cut outside a transaction. */
async function assertPrefix(
  project: Project,
  chain: readonly Link[],
  heads: readonly string[],
  tally: Tally,
): Promise<void> {
  await untilQuiet(project.url);
  const history = await historyOf(project);
  expect(history).toEqual(chain.slice(0, history.length).map(({ name }) => name));
  const next = chain[history.length];
  const migrator = migratorOf(project);
  const [schema, mark] = [await migrator.schema(), await migrator.interrupted()];
  await migrator.close();
  const invalid = schema.tables.flatMap(({ indexes }) => indexes.filter((index) => index.invalid));
  const allowed = [heads[history.length], ...(mark === undefined ? [] : [heads[history.length + 1]])];
  expect(allowed).toContain(fingerprint(withoutInvalid(schema)));
  if (mark === undefined) expect(invalid).toEqual([]);
  else expect({ name: mark.name, isAlone: true }).toEqual({ name: next?.name, isAlone: next?.isAlone });
  if (mark !== undefined) tally.interrupted += 1;
  if (invalid.length > 0) tally.invalidIndexes += 1;
  if (history.length > 0) await assertRows(project, chain.slice(0, history.length));
}

/** Each migration in a transaction has left its row, once. */
async function assertRows({ url }: Project, applied: readonly Link[]): Promise<void> {
  const rows = await query<{ n: number }>(url, 'SELECT n FROM ran ORDER BY n');
  const wanted = applied.flatMap(({ isAlone }, index) => (isAlone ? [] : [index + 1]));
  expect(rows.map(({ n }) => n)).toEqual(wanted);
}

const withoutInvalid = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({ ...table, indexes: table.indexes.filter((index) => !index.invalid) })),
});

/** One `up` that nobody kills ends where a chain ends that nobody has ever killed. */
async function assertHead(project: Project, chain: readonly Link[], heads: readonly string[]): Promise<void> {
  const ended = await startMigrate(project.folder, { DATABASE_URL: project.url, CI: 'true' }, ['up']).ended;
  expect(ended).toMatchObject({ code: 0 });
  expect(await historyOf(project)).toEqual(chain.map(({ name }) => name));
  const migrator = migratorOf(project);
  expect(fingerprint(await migrator.schema())).toBe(heads.at(-1));
  expect(await migrator.interrupted()).toBeUndefined();
  await migrator.close();
  await assertRows(project, chain);
}
