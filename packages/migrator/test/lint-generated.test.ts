import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diff } from '../src/schema/diff.ts';
import { withoutLineBreaks } from '../src/schema/expression.ts';
import { hazardsOf } from '../src/schema/hazards.ts';
import type { Operation } from '../src/schema/operation.ts';
import { renderMigration } from '../src/schema/render-migration.ts';
import { columnCases, generatedCases, numberingCases, typeCases } from './diff/cases/columns.ts';
import { checkCases, foreignKeyCases, indexCases, keyCases, tableCases } from './diff/cases/constraints.ts';
import { enumCases, renameCases } from './diff/cases/enums.ts';
import { schemaSpec, specSql } from './diff/schema-spec.ts';
import { type Change, Workbench } from './diff/workbench.ts';
import { findingsOf } from './lint-findings.ts';
import { needsPostgres } from './server.ts';

const CASES = [
  ...columnCases,
  ...typeCases,
  ...numberingCases,
  ...generatedCases,
  ...keyCases,
  ...checkCases,
  ...foreignKeyCases,
  ...indexCases,
  ...tableCases,
  ...enumCases,
  ...renameCases,
].filter(({ ops }) => ops.length > 0);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

async function operationsOf({ before, after, hints = {} }: Change): Promise<Operation[]> {
  const to = await bench.schemaOf(after);
  const from = await bench.schemaOf(before);
  return diff(from, to, typeof hints === 'function' ? hints(from, to) : hints).operations;
}

interface Written {
  line: number;
  text: string;
}

const MARK = '-- hazard: ';

/** Where lint and a generated file differ: as it is written, and with its hazard lines left out, which are then to be found. */
async function disagreements(before: string, operations: readonly Operation[]): Promise<unknown[]> {
  const file = renderMigration(operations);
  const lines = file.split('\n');
  const written = lines.flatMap((line, at): Written[] =>
    line.startsWith(MARK) ? [{ line: at + 1, text: line.slice(MARK.length) }] : [],
  );
  expect(written.length).toBe(hazardsOf(operations).flat().length);
  const bare = lines.filter((line) => !line.startsWith(MARK)).join('\n');
  // Without the migrations before it, too: then its own down part tells what was there.
  const runs = [before, ''].map(async (known) => {
    const found = (await findingsOf(file, known)).map(({ line, code, text }) => ({ line, text: `${code} ${text}` }));
    const foundBare = (await findingsOf(bare, known)).map(({ code, text }) => `${code} ${text}`);
    const isSame = isDeepStrictEqual(found, written);
    return isSame &&
      isDeepStrictEqual(
        foundBare,
        written.map(({ text }) => text),
      )
      ? []
      : [{ file, known, found, foundBare }];
  });
  return (await Promise.all(runs)).flat();
}

describe('a generated file has the hazards that it says, and no other:', () => {
  test.each(CASES.map((item) => [item.name, item] as const))('%s', async (_name, item) => {
    needsPostgres(item.since);
    expect(await disagreements(item.before, await operationsOf(item))).toEqual([]);
  });
});

test('so has one that leads from any schema to any other', async () => {
  await fc.assert(
    fc.asyncProperty(schemaSpec, schemaSpec, async (a, b) => {
      const change = { before: specSql(a), after: specSql(b) };
      // A name may hold a line like a marker.
      expect(await disagreements(withoutLineBreaks(change.before), await operationsOf(change))).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 120_000);

test('a generated file that was edited has more', async () => {
  const generated = renderMigration(
    await operationsOf({ before: 'CREATE TABLE t (a int)', after: 'CREATE TABLE t (b text)' }),
  );
  const edited = generated.replace('DROP COLUMN "a"', 'DROP COLUMN "a";\nDROP TABLE "t"');
  const codes = (await findingsOf(edited)).map(({ line, code }) => `${line} ${code}`);
  expect(codes).toEqual(['2 data-loss', '4 data-loss']);
});
