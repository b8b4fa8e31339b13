import { apply } from '../schema/apply.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Hazard } from '../schema/hazard.ts';
import type { Operation } from '../schema/operation.ts';
import type { Effect, NewTable, Scope } from './scope.ts';

/** What is known after these effects. */
export const advanceAll = (scope: Scope, effects: readonly Effect[]): Scope => effects.reduce(advance, scope);

function advance(scope: Scope, { operation, next }: Effect): Scope {
  const known =
    operation === undefined
      ? scope
      : { ...scope, picture: apply(scope.picture, operation), newTables: tablesAfter(scope, operation) };
  return next === undefined ? known : { ...known, ...next(known) };
}

function tablesAfter({ newTables }: Scope, operation: Operation): NewTable[] {
  if (operation.op === 'renameTable') {
    return newTables.map((table) => (isSameName(table, operation.from) ? { ...table, ...operation.to } : table));
  }
  return operation.op === 'dropTable' ? newTables.filter((table) => !isSameName(table, operation.table)) : newTables;
}

/**
 * What is left of the hazards on a table that the migration itself makes: nobody waits for it. Rows that were copied into it
 * can still break a constraint.
 */
export function hazardsLeft({ newTables }: Scope, { hazards, table }: Effect): Hazard[] {
  const own = newTables.find((item) => table !== undefined && isSameName(item, table));
  if (own === undefined) return hazards;
  return hazards.filter(({ code }) => code === 'not-transactional' || (own.isFilled && code.startsWith('fails-')));
}
