import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { save, versions } from '../results.ts';
import { openServer, type Server } from '../server.ts';
import { measureInProcess } from './in-process.ts';
import { measure } from './measure.ts';
import type { Entry, Peer } from './peer.ts';
import { drizzleKit } from './peers/drizzle-kit.ts';
import { nodePgMigrate } from './peers/node-pg-migrate.ts';
import { pgDelta } from './peers/pg-delta.ts';
import { roster } from './peers/roster.ts';
import { sequelizeCli } from './peers/sequelize-cli.ts';
import { typeorm } from './peers/typeorm.ts';
import { umzug } from './peers/umzug.ts';
import { render } from './report.ts';

const BENCH = dirname(import.meta.dirname);
const WORK = join(BENCH, '.work');

const PEERS: Record<string, Peer> = {
  roster,
  'sequelize-cli': sequelizeCli,
  umzug,
  'node-pg-migrate': nodePgMigrate,
  typeorm,
  'drizzle-kit': drizzleKit,
  'pg-delta': pgDelta,
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    /** Some of the tools, or of the rows: `--only roster --row status`. */
    only: { type: 'string', multiple: true, default: Object.keys(PEERS) },
    row: { type: 'string', multiple: true },
  },
});

const server = await openServer(dirname(BENCH));
try {
  await rm(WORK, { recursive: true, force: true });
  const entries = (await prepare(server, values.only)).filter(({ row }) => values.row?.includes(row) ?? true);
  const rounds = Number(values.rounds);
  const { baseline, figures } = await measure(entries, rounds, say);
  const inProcess = values.only.includes('roster') ? await measureInProcess(server) : {};
  const machine = {
    node: process.versions.node,
    postgres: server.version,
    platform: `${process.platform} ${process.arch}`,
  };
  const results = {
    ...machine,
    rounds,
    baseline: Math.round(baseline),
    versions: await versions(),
    figures,
    inProcess,
  };
  process.stdout.write(render(results));
  if (values.only.length === Object.keys(PEERS).length && values.row === undefined) {
    say(`wrote ${await save('migrate.json', results)}`);
  }
} finally {
  await server.close();
}

async function prepare(on: Server, names: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of names) {
    say(`preparing ${name}`);
    const folder = join(WORK, name);
    await mkdir(folder, { recursive: true });
    entries.push(...((await PEERS[name]?.({ server: on, folder, bin: binOf })) ?? []));
  }
  return entries;
}

/** Node itself runs it, so that no shell and no package manager is timed. */
function binOf(name: string, from = name): string {
  const folder = join(BENCH, 'node_modules', from);
  const { bin } = createRequire(import.meta.url)(join(folder, 'package.json')) as { bin: Record<string, string> };
  return join(folder, bin[name] ?? '');
}
