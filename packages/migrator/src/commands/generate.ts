import { describeHazard, describeOperation } from '../autogenerate/describe.ts';
import {
  type Changes,
  type Generated,
  type GenerateOptions,
  generate as generateMigration,
} from '../autogenerate/generate.ts';
import { usage } from '../errors.ts';
import type { Invocation } from '../invocation.ts';

export interface GenerateFlags {
  rename?: string[];
  renames?: boolean;
  using?: string[];
  from?: 'migrations' | 'database';
  sql?: boolean;
}

export async function generate(invocation: Invocation, name: string, flags: GenerateFlags): Promise<void> {
  const { project, report } = invocation;
  const generated = await generateMigration(project, name, await optionsOf(invocation, flags));
  if (flags.sql && !report.json && 'sql' in generated) process.stdout.write(generated.sql);
  else tell(invocation, generated, flags);
  report.document(documentOf(generated));
  if (generated.status === 'needs-decision') process.exitCode = 3;
}

async function optionsOf(invocation: Invocation, flags: GenerateFlags): Promise<GenerateOptions> {
  const { rename = [], renames = true, using = [], from, sql = false } = flags;
  const asker = await askerAtTerminal(invocation);
  return {
    rename,
    noRenames: !renames,
    using: Object.fromEntries(using.map(parseUsing)),
    dryRun: sql,
    ...(from === 'database' && { from: await invocation.databaseSource() }),
    ...(asker !== undefined && renames && { asker }),
  };
}

/** `table.column=expression`. */
function parseUsing(flag: string): [string, string] {
  const at = flag.indexOf('=');
  if (at < 1 || at === flag.length - 1)
    throw usage(`--using ${JSON.stringify(flag)} can't be read`, 'it is not table.column=expression');
  return [flag.slice(0, at).trim(), flag.slice(at + 1).trim()];
}

/** Questions need a person: a terminal on both ends, and no program that waits for JSON. */
async function askerAtTerminal({ report }: Invocation): Promise<GenerateOptions['asker']> {
  if (report.json || !process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { terminalAsker } = await import('./asker.ts');
  return terminalAsker();
}

/** A migration's text is in its file; only where there is none it is part of the document. */
function documentOf(generated: Generated): unknown {
  if (generated.status !== 'written') return generated;
  const { sql: _, ...document } = generated;
  return document;
}

function tell({ report }: Invocation, generated: Generated, flags: GenerateFlags): void {
  switch (generated.status) {
    case 'clean':
      report.line(
        `nothing to generate: the models say what ${flags.from === 'database' ? 'the database has' : 'the migrations make'}`,
      );
      if (generated.schemaFile !== undefined) report.line(`wrote ${generated.schemaFile}`);
      return;
    case 'written':
      report.line(`wrote ${generated.file}`);
      return tellChanges(report, generated);
    case 'shown':
      return tellChanges(report, generated);
    case 'needs-decision':
      return tellOpen(report, generated);
    default:
      return generated satisfies never;
  }
}

function tellChanges(report: Invocation['report'], { operations, hazards }: Changes): void {
  for (const operation of operations) report.line(`  ${describeOperation(operation)}`);
  for (const hazard of new Set(hazards.map(describeHazard))) report.line(`  hazard  ${hazard}`);
}

type Open = Extract<Generated, { status: 'needs-decision' }>;

function tellOpen({ fault }: Invocation['report'], { renames, casts }: Open): void {
  fault('error: a decision is needed, and no migration was written [DECISION_NEEDED]');
  for (const { kind, table, enum: type, from, to, flag } of renames) {
    const owner = table ?? type;
    fault(
      ` why: ${kind === 'enumValue' ? 'value' : kind} ${owner === undefined ? from : `${owner}.${from}`} goes and ${to} comes: is it one thing under a new name?`,
    );
    fault(`  do: --rename ${shellQuoted(flag)}, or --no-renames`);
  }
  for (const { table, column, from, to, flag } of casts) {
    fault(` why: no cast makes ${to} of ${from}, which ${table}.${column} was`);
    fault(`  do: ${flag}`);
  }
}

const shellQuoted = (text: string): string => (/^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
