import fc from 'fast-check';
import { expect } from 'vitest';
import { usesEnum } from '../../src/schema/align.ts';
import { diff } from '../../src/schema/diff.ts';
import type { Hints, Rename, UnnamedObject } from '../../src/schema/hints.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { schemaSpec, specSql } from './schema-spec.ts';
import { type Change, type Proof, prove, type Workbench } from './workbench.ts';

/** Every name that can go unnamed. */
const allNames = ({ tables }: Schema): UnnamedObject[] =>
  tables.flatMap(({ schema, name: table, columns, primaryKey, ...lists }) => {
    const { uniques, checks, foreignKeys, exclusions, indexes } = lists;
    const sequences = columns.flatMap(({ autoIncrement }) => autoIncrement?.sequence ?? []);
    const items = [
      ...uniques,
      ...checks,
      ...foreignKeys,
      ...exclusions,
      ...indexes,
      ...sequences,
      primaryKey ?? [],
    ].flat();
    return items.map(({ name }) => ({ schema, table, name }));
  });

/** As if a user had said yes to every proposal, each name once. */
function everyRename(from: Schema, to: Schema): Rename[] {
  const seen = new Set<string>();
  return diff(from, to).renameCandidates.filter(({ kind, ...rename }) => {
    const place = JSON.stringify([kind, 'table' in rename && rename.table, 'enum' in rename && rename.enum]);
    const ends = [`${place} from ${JSON.stringify(rename.from)}`, `${place} to ${JSON.stringify(rename.to)}`];
    const isNew = ends.every((end) => !seen.has(end));
    if (isNew) for (const end of ends) seen.add(end);
    return isNew;
  });
}

/** A way for every type change that has none: the tables are empty. */
function withCasts(from: Schema, to: Schema, hints: Hints): Hints {
  const using = diff(from, to, hints).undecidedCasts.map(({ table, column, to: type }): [string, string] => [
    `${table.schema}.${table.name}.${column}`,
    `NULL::${type}`,
  ]);
  return { ...hints, using: Object.fromEntries(using) };
}

type Decide = (from: Schema, to: Schema) => Hints;

/** What a user can decide about a pair of schemas. */
export const WAYS: Record<string, Decide> = {
  'drops and adds': () => ({ noRenames: true }),
  renames: (from, to) => ({ renames: everyRename(from, to) }),
  'names that nobody gave': (_from, to) => ({ unnamed: allNames(to) }),
  'renames, and names that nobody gave': (from, to) => ({ renames: everyRename(from, to), unnamed: allNames(to) }),
  'two databases': () => ({ exact: true }),
};

/** To run a counter-example again: `seed` and `path` as fast-check prints them. */
export type Run = Pick<fc.Parameters<unknown>, 'numRuns' | 'seed' | 'path' | 'endOnFailure'>;

/** That up leads exactly from one random schema to another, and down back. @returns for how many pairs */
export async function provePairs(bench: Workbench, decide: Decide, run: Run): Promise<number> {
  let proved = 0;
  const property = fc.asyncProperty(schemaSpec, schemaSpec, async (a, b) => {
    await provePair(bench, { before: specSql(a), after: specSql(b), hints: withAllCasts(decide) });
    proved += 1;
  });
  await fc.assert(property, { endOnFailure: true, ...run });
  return proved;
}

/**
 * That the independent judge finds no difference after up either, where both sides are databases and nothing is let pass.
 *
 * @returns for how many pairs
 */
export async function judgePairs(bench: Workbench, run: Run): Promise<number> {
  let judged = 0;
  const property = fc.asyncProperty(schemaSpec, schemaSpec, async (a, b) => {
    const change = { before: specSql(a), after: specSql(b), hints: withAllCasts(() => ({ exact: true })) };
    const { from, to, differences } = await provePair(bench, change, true);
    expect(differences).toEqual(unusedEnums(from, to).filter((line) => differences?.includes(line)));
    judged += 1;
  });
  await fc.assert(property, { endOnFailure: true, ...run });
  return judged;
}

const withAllCasts =
  (decide: Decide): Decide =>
  (from, to) =>
    withCasts(from, to, decide(from, to));

async function provePair(bench: Workbench, change: Change, isJudged = false): Promise<Proof> {
  const proof = await prove(bench, change, (actual, wanted) => expect(actual).toEqual(wanted), isJudged);
  expect(proof).toMatchObject({ problems: [], undecidedCasts: [] });
  return proof;
}

/** An enum that no table uses, on neither side, is not managed. */
const unusedEnums = (from: Schema, to: Schema): string[] =>
  to.enums
    .filter((type) => !usesEnum(from, type) && !usesEnum(to, type))
    .map(({ schema, name }) => `set type:${schema}.${name} values`);
