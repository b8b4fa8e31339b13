#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { GlobalOptions, Invocation } from './invocation.ts';

/** What each command's module exports; imported at the call, so that `--help` loads nothing else. */
type Run = (invocation: Invocation) => Promise<void>;

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
    return value;
  };
}

async function start(command: Command, run: Run): Promise<void> {
  const { invoke } = await import('./invocation.ts');
  await invoke(command.optsWithGlobals<GlobalOptions>(), run);
}

const to = (what: string): Option => new Option('--to <name>', what).conflicts('step');
const step = (what: string): Option => new Option('--step <n>', what).argParser(wholeNumber(1));

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

export function createProgram(): Command {
  const program = new Command('migrate')
    .description('Migrations for Sequelize and PostgreSQL.')
    .version(version)
    .option('--config <file>', 'the config (default: migrator.config.ts, found upwards)')
    .option(
      '--url <url>',
      'the database (default: MIGRATE_DATABASE_URL, the config, DATABASE_URL, the embedded server)',
    )
    .option(
      '--scratch-url <url>',
      'a server where scratch databases may be made (default: SCRATCH_DATABASE_URL, the embedded server)',
    )
    .addOption(
      new Option('--lock-timeout <seconds>', 'how long to wait for another run (default: 60)').argParser(
        wholeNumber(0),
      ),
    )
    .option('--json', 'print one JSON document on stdout')
    .option('--quiet', 'say nothing but errors')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(migrate --help, or migrate <command> --help)')
    .exitOverride();
  addRunCommands(program);
  addHistoryCommands(program);
  addModelCommands(program);
  addReviewCommands(program);
  addSchemaCommands(program);
  return program;
}

function addRunCommands(program: Command): void {
  program
    .command('up')
    .description('apply what is pending')
    .addOption(to('as far as this migration'))
    .addOption(step('only the next n'))
    .option('--allow-out-of-order', 'also those older than what is applied')
    .option('--sql', 'print the script, touch nothing')
    .option('--dry-run', 'say what would be applied, touch nothing')
    .action((options, command) =>
      start(command, async (invocation) => (await import('./commands/up.ts')).up(invocation, options)),
    );
  program
    .command('down')
    .description('revert the last migration')
    .addOption(to('down to and including this migration; 0 for all'))
    .addOption(step('the last n'))
    .option('--sql', 'print the script, touch nothing')
    .option('--dry-run', 'say what would be reverted, touch nothing')
    .action((options, command) =>
      start(command, async (invocation) => (await import('./commands/down.ts')).down(invocation, options)),
    );
  program
    .command('redo')
    .description('revert the last migration and apply it again')
    .action((_options, command) =>
      start(command, async (invocation) => (await import('./commands/redo.ts')).redo(invocation)),
    );
}

function addHistoryCommands(program: Command): void {
  program
    .command('status')
    .description('each migration: applied, pending, edited, missing, out of order')
    .action((_options, command) =>
      start(command, async (invocation) => (await import('./commands/status.ts')).status(invocation)),
    );
  program
    .command('create')
    .description('write an empty migration')
    .argument('<name>', 'what it does, e.g. add-email')
    .option('--ts', 'a program, for data')
    .action((name, options, command) =>
      start(command, async (invocation) => (await import('./commands/create.ts')).create(invocation, name, options)),
    );
  program
    .command('stamp')
    .description('record as applied up to a migration, run nothing')
    .argument('<name>', 'a migration, head for all, 0 for none')
    .action((name, _options, command) =>
      start(command, async (invocation) => (await import('./commands/stamp.ts')).stamp(invocation, name)),
    );
  program
    .command('repair')
    .description('accept edited migrations, drop the rows of those whose file is gone')
    .option('--yes', 'do not ask')
    .action((options, command) =>
      start(command, async (invocation) => (await import('./commands/repair.ts')).repair(invocation, options)),
    );
}

/** An option that may be given several times. */
const several = (flags: string, what: string): Option =>
  new Option(flags, what).argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);

function addModelCommands(program: Command): void {
  program
    .command('generate')
    .description('write the migration that the models ask for, proved on a scratch database')
    .argument('<name>', 'what it does, e.g. add-email')
    .addOption(several('--rename <old:new>', 'employee.nick:employee.alias, table:old:new, enum:old:new; repeatable'))
    .option('--no-renames', 'nothing else is a rename')
    .addOption(several('--using <table.column=expression>', 'how old values become new ones; repeatable'))
    .addOption(
      new Option('--from <side>', 'what the models are compared with')
        .choices(['migrations', 'database'])
        .default('migrations'),
    )
    .option('--sql', 'print the migration, write no file')
    .action((name, options, command) =>
      start(command, async (invocation) =>
        (await import('./commands/generate.ts')).generate(invocation, name, options),
      ),
    );
  program
    .command('check')
    .description('whether models, migrations and schema.sql say the same; exit 1 where not')
    .option('--database', 'and the database')
    .action((options, command) =>
      start(command, async (invocation) => (await import('./commands/check.ts')).check(invocation, options)),
    );
  program
    .command('diff')
    .description('what leads from one schema to another')
    .addOption(new Option('--from <side>', SIDES).default('migrations'))
    .addOption(new Option('--to <side>', SIDES).default('models'))
    .option('--sql', 'as SQL')
    .action((options, command) =>
      start(command, async (invocation) => (await import('./commands/diff.ts')).diff(invocation, options)),
    );
}

function addSchemaCommands(program: Command): void {
  program
    .command('verify')
    .description('on scratch: every migration up, down and up again; exit 1 where down does not give back what was')
    .argument('[name...]', 'these migrations only')
    .action((names, _options, command) =>
      start(command, async (invocation) => (await import('./commands/verify.ts')).verify(invocation, names)),
    );
  program
    .command('baseline')
    .description('adopt an existing database: write its schema as the first migration, record it as applied')
    .argument('[name]', 'of the migration', 'baseline')
    .action((name, _options, command) =>
      start(command, async (invocation) => (await import('./commands/baseline.ts')).baseline(invocation, name)),
    );
  program
    .command('diagram')
    .description('a Mermaid ER diagram of the models')
    .action((_options, command) =>
      start(command, async (invocation) => (await import('./commands/diagram.ts')).diagram(invocation)),
    );
}

const SIDES = 'models, migrations, database, empty, or a postgres:// URL';

function addReviewCommands(program: Command): void {
  program
    .command('lint')
    .description('hazards that nobody has accepted, dangerous SQL in hand-written files too')
    .argument('[file...]', 'migrations (default: all of the folder)')
    .action((files, _options, command) =>
      start(command, async (invocation) => (await import('./commands/lint.ts')).lint(invocation, files)),
    );
}

/** Commander has told the person already; a program that asked for JSON is told too. Wrong usage is exit 2. */
function endUsage(error: CommanderError): void {
  if (error.exitCode === 0) return;
  process.exitCode = 2;
  const message = error.message.replace(/^error: /, '');
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code: 'USAGE', message } }, undefined, 2)}\n`);
}

/**
 * The command's end is the process's: modules of a project open sockets, timers and workers when they are imported, and
 * would keep it for ever. What was written is waited for, because a pipe may be slow.
 */
async function endProcess(): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((written) => stream.write('', () => written()));
  process.exit();
}

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  endUsage(error);
}
await endProcess();
