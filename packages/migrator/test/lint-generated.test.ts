import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finding, lintSection } from '../src/lint/lint-section.ts';
import { NOTHING_KNOWN } from '../src/lint/scope.ts';
import { parseSqlMigration } from '../src/migration-file.ts';
import { diff } from '../src/schema/diff.ts';
import { hazardsOf } from '../src/schema/hazards.ts';
import type { Operation } from '../src/schema/operation.ts';
import { renderMigration } from '../src/schema/render-migration.ts';
import { columnCases, generatedCases, numberingCases, typeCases } from './diff/cases/columns.ts';
import { checkCases, foreignKeyCases, indexCases, keyCases, tableCases } from './diff/cases/constraints.ts';
import { enumCases, renameCases } from './diff/cases/enums.ts';
import { type Change, Workbench } from './diff/workbench.ts';

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

/** The findings of a file that follows a migration which made what was before. */
async function findings(before: string, file: string): Promise<Finding[]> {
  const first = parseSqlMigration('1.sql', `-- migrate:up\n${before}`).up;
  const { picture } = await lintSection('1.sql', first, NOTHING_KNOWN);
  return (await lintSection('2.sql', parseSqlMigration('2.sql', file).up, picture)).findings;
}

const told = (found: readonly Finding[]): string[] => found.map(({ code, text }) => `${code} ${text}`);

describe('a generated file', () => {
  test.each(CASES.map((item) => [item.name, item] as const))('%s', async (_name, item) => {
    const operations = await operationsOf(item);
    const file = renderMigration(operations);
    const lines = file.split('\n');
    const written = lines.flatMap((line, at) => (line.startsWith('-- hazard: ') ? [{ line: at + 1, text: line.slice(11) }] : []));
    expect(written.length).toBe(hazardsOf(operations).flat().length);
    const found = await findings(item.before, file);
    expect(found.map(({ line, code, text }) => ({ line, text: `${code} ${text}` }))).toEqual(written);
    const bare = lines.filter((line) => !line.startsWith('-- hazard: ')).join('\n');
    expect(told(await findings(item.before, bare))).toEqual(written.map(({ text }) => text));
  });
});
