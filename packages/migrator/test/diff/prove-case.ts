import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { diff } from '../../src/schema/diff.ts';
import { hazardsOf } from '../../src/schema/hazards.ts';
import { renderMigration } from '../../src/schema/render-migration.ts';
import type { Schema, Table } from '../../src/schema/schema.ts';
import { type Case, expectedFile } from './case.ts';
import { type Proof, prove, type Workbench } from './workbench.ts';

/** That a case is as it says, its file as it was reviewed (`expected/`), and the database as the judge wants it. */
export async function proveCase(bench: Workbench, area: string, item: Case, isJudged: boolean): Promise<Proof> {
  const proof = await prove(bench, item, (actual, wanted) => expect(actual).toEqual(wanted), isJudged);
  const hazards = hazardsOf(proof.operations).flatMap((found) => found.map(({ code }) => code));
  expect(proof.operations.map(({ op }) => op)).toEqual(item.ops);
  expect(hazards).toEqual(item.hazards ?? hazards);
  if (proof.text !== '') await expect(proof.text).toMatchFileSnapshot(expectedPath(area, item));
  expectSameBytes(proof);
  if (isJudged) expect(proof.differences).toEqual(item.equal?.differences ?? []);
  return proof;
}

const expectedPath = (area: string, item: Case): string =>
  fileURLToPath(new URL(`./expected/${expectedFile(area, item)}`, import.meta.url));

/** The order in which things are listed means nothing: it changes no byte of the file. */
function expectSameBytes({ from, to, hints, text }: Proof): void {
  const { operations } = diff(turned(from), turned(to), hints);
  expect(operations.length === 0 ? '' : renderMigration(operations)).toBe(text);
}

/** Everything that has no order of its own, backwards. */
const turned = ({ schemas, enums, tables }: Schema): Schema => ({
  schemas: schemas.toReversed(),
  enums: enums.toReversed(),
  tables: tables.toReversed().map(
    (table): Table => ({
      ...table,
      uniques: table.uniques.toReversed(),
      checks: table.checks.toReversed(),
      foreignKeys: table.foreignKeys.toReversed(),
      exclusions: table.exclusions.toReversed(),
      indexes: table.indexes.toReversed(),
    }),
  ),
});
