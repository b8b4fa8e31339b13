#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { databaseUrl } from './env.ts';
import { databaseUrlMissing, PayrollError } from './errors.ts';
import { runPayroll } from './payroll.ts';
import { progressOn } from './progress.ts';
import { errorJson, errorText, summaryJson, summaryText } from './report.ts';

interface Options {
  databaseUrl?: string;
  out?: string;
  bom?: boolean;
  json?: boolean;
  quiet?: boolean;
}

const program = new Command('payroll')
  .description('Sums up what the employees of a Roster database are paid, by gender and leave status.')
  .option('--database-url <url>', 'postgres://… (default: DATABASE_URL, which no list of processes shows)')
  .option('--out <file>', 'also write the employees as CSV; the file is replaced when it is whole')
  .option('--bom', 'begin the CSV with a byte order mark, for Excel')
  .option('--json', 'print one JSON document')
  .option('--quiet', 'print nothing but errors')
  .showHelpAfterError('(payroll --help)')
  .allowExcessArguments(false)
  .exitOverride()
  .action(run);

// `payroll | head` ends the reading of what is printed, and nothing else.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main();

/** @returns the exit code; README.md lists them */
async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof PayrollError)) throw error;
    if (program.opts<Options>().json) process.stdout.write(errorJson(error));
    process.stderr.write(errorText(error));
    return error.exitCode;
  }
}

async function run({ out, bom = false, json = false, quiet = false, ...options }: Options): Promise<void> {
  const url = options.databaseUrl ?? databaseUrl();
  if (!url) throw databaseUrlMissing();
  const progress = progressOn(process.stderr, { quiet });
  const summary = await runPayroll({ url, out, bom, progress, signal: untilInterrupted() });
  if (!quiet) process.stdout.write(json ? summaryJson(summary) : summaryText(summary));
}

/** Aborts at Ctrl-C or SIGTERM, once; a second one ends the process as usual. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
