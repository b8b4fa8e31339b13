import { type Project, projectOf } from './autogenerate/project.ts';
import type { Source } from './autogenerate/sources.ts';
import { type LoadedConfig, loadConfig } from './config.ts';
import { startEmbedded } from './embedded.ts';
import { databaseUrl, migrateDatabaseUrl, scratchDatabaseUrl } from './env.ts';
import { MigratorError, unfinished, usage } from './errors.ts';
import type { Migrator } from './migrator.ts';
import { addressOf } from './postgres/address.ts';
import { scratchNameOf } from './postgres/scratch-name.ts';
import { codeOf, createReport, type Report } from './report.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  config?: string;
  url?: string;
  scratchUrl?: string;
  lockTimeout?: number;
  json?: boolean;
  quiet?: boolean;
}

/** What a command works with. */
export interface Invocation {
  config: LoadedConfig;
  report: Report;
  /** Made at the first need: `create` touches no database. */
  migrator(): Promise<Migrator>;
  /** What migrations are generated for. */
  project: Project;
  /** The user's database, as one side of a comparison. */
  databaseSource(): Promise<Source>;
}

/** Runs one command and sets the process's exit code; errors are told, not thrown. */
export async function invoke(
  options: GlobalOptions,
  command: (invocation: Invocation) => Promise<void>,
): Promise<void> {
  const report = createReport(options);
  keepStdoutPure();
  const disarm = tellUnfinished(report);
  const cleanups: (() => Promise<void>)[] = [];
  try {
    const config = await loadConfig(options.config);
    const scratchUrl = chooseScratchUrl(options);
    const embedded = once(async () => {
      const server = await startEmbedded({ folder: config.directory, log: report.note });
      cleanups.push(() => server.stop());
      return server.url();
    });
    const migrator = once(() => openMigrator(config, options, report, { cleanups, embedded }));
    const project = projectOf(config, {
      scratchUrl: async () => scratchUrl ?? (await embedded()),
      scratchName: scratchNameOf(scratchUrl),
    });
    await command({ config, report, project, migrator, databaseSource: async () => (await migrator()).source });
  } catch (error) {
    report.error(error);
    process.exitCode = exitCodeOf(error);
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup().catch(report.error);
    disarm();
  }
}

/** What a config or a migration prints belongs to people: stdout is a document, or a script for psql. */
function keepStdoutPure(): void {
  // oxlint-disable-next-line no-console -- the one place that decides where the console goes
  for (const method of ['log', 'info', 'debug', 'dir'] as const) console[method] = console.error;
}

/** A migration or config that ends the process, or never ends: a deploy must not go on as if all were done. */
function tellUnfinished(report: Report): () => void {
  const tell = (code: number): void => {
    if (code === 0 || code === 13) process.exitCode = 1;
    report.error(unfinished());
  };
  process.once('exit', tell);
  return () => void process.off('exit', tell);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function openMigrator(
  config: LoadedConfig,
  options: GlobalOptions,
  report: Report,
  { cleanups, embedded }: { cleanups: (() => Promise<void>)[]; embedded: () => Promise<string> },
): Promise<Migrator> {
  const url = chooseUrl(config, options) ?? (await embedded());
  const { createMigrator } = await import('./migrator.ts');
  const migrator = createMigrator({
    url,
    migrations: config.migrations,
    ...(config.history !== undefined && { history: config.history }),
    ...(config.schemas !== undefined && { schemas: config.schemas }),
    ...(config.ignore !== undefined && { ignore: config.ignore }),
    ...(options.lockTimeout !== undefined && { lockTimeout: options.lockTimeout * 1000 }),
    log: report.note,
  });
  cleanups.push(() => migrator.close());
  return migrator;
}

/** MIGRATE_DATABASE_URL comes before the config, whose `url` is DATABASE_URL as a rule: perhaps a pooler's. */
const chooseUrl = (config: LoadedConfig, { url }: GlobalOptions): string | undefined =>
  checkedUrl('the database URL', url ?? migrateDatabaseUrl() ?? (config.url || databaseUrl()));

const chooseScratchUrl = ({ scratchUrl }: GlobalOptions): string | undefined =>
  checkedUrl('the URL for scratch databases', scratchUrl ?? scratchDatabaseUrl());

function checkedUrl(what: string, chosen: string | undefined): string | undefined {
  try {
    if (chosen !== undefined) addressOf(chosen);
    return chosen;
  } catch (error) {
    const remedy = 'give it as postgres://user:password@host:port/name (percent-encode what is special in it)';
    throw usage(`${what} is no postgres:// URL`, wordsOf(error), remedy);
  }
}

/** Node's own words for a bad URL quote nothing of it. */
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Errors of the embedded server mean that no database was reached. */
function exitCodeOf(error: unknown): number {
  if (error instanceof MigratorError) return error.exitCode;
  return codeOf(error).startsWith('LOCAL_POSTGRES_') ? 5 : 1;
}
