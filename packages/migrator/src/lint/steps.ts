import { type Core, coreAt } from './cores.ts';
import { blockEffects } from './do-block.ts';
import { effectsOf } from './effects.ts';
import { dropped, rebuiltUntil } from './rebuild.ts';
import type { Effect, Scope } from './scope.ts';
import type { SourceStatement } from './source.ts';

/** One statement, or several that are one operation of the diff. */
export interface Step {
  statements: readonly SourceStatement[];
  /** The statement that its hazards are told at. */
  main: SourceStatement;
  effects: Effect[];
}

/** The step that begins with the statement at `at`. */
export function stepAt(statements: readonly SourceStatement[], at: number, scope: Scope): Step | undefined {
  const first = statements[at];
  if (first === undefined) return undefined;
  return (
    rebuildAt(statements, at, scope) ?? {
      statements: [first],
      main: first,
      effects: [...effectsOf(first.tree, scope), ...blockEffects(first.inner, scope)],
    }
  );
}

/** A rebuild, with the drops of what stands in its way: the last of them may be its own. */
function rebuildAt(statements: readonly SourceStatement[], at: number, scope: Scope): Step | undefined {
  const end = dropsEnd(statements, at, scope.schema);
  for (const start of new Set([end, Math.max(at, end - 1)])) {
    const core = coreAt(statements, start, scope);
    const until = core && rebuiltUntil(statements, statements.slice(at, start), core.end, scope.schema);
    if (core !== undefined && until !== undefined) return stepOf(statements, at, until, core);
  }
  return undefined;
}

const stepOf = (statements: readonly SourceStatement[], from: number, to: number, { main, effects }: Core): Step => ({
  statements: statements.slice(from, to),
  main,
  effects,
});

/** Behind the drops that stand in a row. */
function dropsEnd(statements: readonly SourceStatement[], from: number, schema: string): number {
  let at = from;
  for (let next = statements[at]; next !== undefined && dropped(next.tree, schema) !== undefined; next = statements[at])
    at += 1;
  return at;
}
