import { differenceInexpressible, usage } from '../errors.ts';
import { type Diff, diff, type UndecidedCast } from '../schema/diff.ts';
import type { Hints, ModelHints, Rename } from '../schema/hints.ts';
import { shortName } from '../schema/problem.ts';
import type { Schema } from '../schema/schema.ts';
import { parseRename } from './rename-flag.ts';

/** What the user has decided already. */
export interface Decisions {
  /** As flags: `employee.nick:employee.alias`, `table:old:new`, `enum:old:new`, `enum:type.old:new`. */
  rename?: readonly string[];
  /** Nothing else is a rename. */
  noRenames?: boolean;
  /** `table.column` to the expression that makes its new values of its old ones. */
  using?: Readonly<Record<string, string>>;
}

/** Somebody who can be asked. */
export interface Asker {
  /** Whether it is one thing under a new name. */
  isRename(candidate: Rename): Promise<boolean>;
  /** The expression that makes the new values; undefined: no answer. */
  using(cast: UndecidedCast): Promise<string | undefined>;
}

export interface Decided {
  diff: Diff;
  hints: Hints;
  /** Whether a rename or a cast is still open. */
  isOpen: boolean;
}

/**
 * The difference with everything decided that the flags, the models and, where there is one, a person at a terminal
 * decide.
 *
 * @throws MigratorError USAGE for a flag about nothing, DIFF_INCOMPLETE
 */
export async function decide(
  from: Schema,
  to: Schema,
  models: ModelHints,
  { rename = [], noRenames = false, using = {} }: Decisions,
  asker?: Asker,
): Promise<Decided> {
  const renames = rename.map((flag) => parseRename(flag, [from, to]));
  let hints: Hints = { ...models, renames, noRenames, using };
  let result = diff(from, to, hints);
  if (asker !== undefined) {
    hints = await askForRenames(from, to, hints, asker);
    hints = await askForCasts(diff(from, to, hints), hints, asker);
    result = diff(from, to, hints);
  }
  const { problems, renameCandidates, undecidedCasts } = result;
  const unknown = problems.find(({ code }) => code === 'RENAME_UNKNOWN');
  if (unknown !== undefined)
    throw usage(`--rename of ${unknown.object}`, unknown.text, 'give the names as they are and as they will be');
  const isOpen = renameCandidates.length > 0 || undecidedCasts.length > 0;
  if (isOpen) return { diff: result, hints, isOpen };
  assertUsed(result, using);
  if (problems.length > 0) throw differenceInexpressible(problems);
  return { diff: result, hints, isOpen };
}

/** One after the other: a renamed table brings new questions about its columns. */
async function askForRenames(from: Schema, to: Schema, start: Hints, asker: Asker): Promise<Hints> {
  const asked = new Set<string>();
  for (let hints = start; ; ) {
    const { renameCandidates } = diff(from, to, hints);
    const next = renameCandidates.find((candidate) => !asked.has(JSON.stringify(candidate)));
    if (next === undefined) return { ...hints, noRenames: true };
    asked.add(JSON.stringify(next));
    if (await asker.isRename(next)) hints = { ...hints, renames: [...(hints.renames ?? []), next] };
  }
}

async function askForCasts({ undecidedCasts }: Diff, hints: Hints, asker: Asker): Promise<Hints> {
  const using: Record<string, string> = { ...hints.using };
  for (const cast of undecidedCasts) {
    const expression = await asker.using(cast);
    if (expression !== undefined) using[castName(cast)] = expression;
  }
  return { ...hints, using };
}

/** As `--using` has it. */
export const castName = ({ table, column }: UndecidedCast): string => `${shortName(table)}.${column}`;

/** A misspelt column must not pass for decided. */
function assertUsed({ operations }: Diff, using: Readonly<Record<string, string>>): void {
  const used = new Set(
    operations
      .filter((operation) => operation.op === 'alterType')
      .flatMap(({ table, column }) => [`${shortName(table)}.${column}`, `${table.schema}.${table.name}.${column}`]),
  );
  const unused = Object.keys(using).find((name) => !used.has(name));
  if (unused !== undefined)
    throw usage(
      `--using ${unused} is about nothing`,
      'no column of this name changes its type',
      'give it as table.column=expression',
    );
}
