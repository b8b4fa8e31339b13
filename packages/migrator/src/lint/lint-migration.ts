import { parseSqlMigration, type SqlSection } from '../migration-file.ts';
import type { HazardCode } from '../schema/hazard.ts';
import type { Schema } from '../schema/schema.ts';
import { addedValueEffects } from './added-value.ts';
import { advanceAll, hazardsLeft } from './advance.ts';
import { isSameHazard, type Mark, readMark, untold } from './marks.ts';
import { recall } from './recall.ts';
import { type Scope, startOf } from './scope.ts';
import { readSource, type SourceStatement } from './source.ts';
import { type Step, stepAt } from './steps.ts';

/** A hazard of a migration: announced by a comment, or found in a statement. */
export interface Finding {
  /** Of the file, from 1. */
  line: number;
  code: HazardCode;
  text: string;
  /** Whether a reviewer has signed it. */
  accepted: boolean;
}

export interface LintedMigration {
  findings: Finding[];
  /** What is known of the schema after it. */
  picture: Schema;
}

/**
 * The hazards of a migration's up part, in the order of their lines.
 *
 * @param file its name, for messages
 * @param text its content
 * @param before what is known of the schema before it
 * @throws MigratorError MIGRATION_FILE_INVALID
 */
export async function lintMigration(file: string, text: string, before: Schema): Promise<LintedMigration> {
  const { up, down } = parseSqlMigration(file, text);
  return lintUp(file, up, down === undefined ? before : await recall(file, down, before));
}

async function lintUp(file: string, section: SqlSection, picture: Schema): Promise<LintedMigration> {
  const { statements, comments } = await readSource(file, section);
  const marks = comments.flatMap((comment) => readMark(file, section.line, comment) ?? []);
  const { found, after } = walk(statements, marks, startOf(section, picture));
  const findings = [...marks, ...found].map((finding) => ({ ...finding, line: section.line + finding.line }));
  return { findings: findings.toSorted((a, b) => a.line - b.line), picture: after.picture };
}

/** Each statement is judged by what those before it have done. */
function walk(
  statements: readonly SourceStatement[],
  marks: readonly Mark[],
  start: Scope,
): { found: Mark[]; after: Scope } {
  const found: Mark[] = [];
  let scope = start;
  let at = 0;
  for (let step = stepAt(statements, at, scope); step !== undefined; step = stepAt(statements, at, scope)) {
    at += step.statements.length;
    const later = addedValueEffects(step.main.tree, statements.slice(at), scope);
    found.push(...hazardsOfStep(step, marks, scope, later));
    scope = advanceAll(scope, step.effects);
  }
  return { found, after: scope };
}

/** Those that no comment above the step tells. */
function hazardsOfStep(
  { statements, main, effects }: Step,
  marks: readonly Mark[],
  scope: Scope,
  later: Step['effects'],
): Mark[] {
  const above = marks.filter(({ line }) => statements.some((statement) => statement.above.has(line)));
  const found = [...effects, ...later]
    .flatMap((effect, at, all) => hazardsLeft(advanceAll(scope, all.slice(0, at)), effect))
    .map(({ code, text }) => ({ code, text: text.replaceAll(/\s+/g, ' ') }))
    .filter((hazard, at, all) => all.findIndex((other) => isSameHazard(other, hazard)) === at);
  return untold(found, above).map(({ code, text }) => ({ code, text, accepted: false, line: main.line }));
}
