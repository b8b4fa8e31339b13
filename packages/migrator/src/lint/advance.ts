import { apply } from '../schema/apply.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Hazard } from '../schema/hazard.ts';
import { hazardsBesideBlank } from '../schema/hazards.ts';
import type { Operation } from '../schema/operation.ts';
import type { Effect, NewColumn, NewTable, Scope } from './scope.ts';

/** What is known after these effects. */
export const advanceAll = (scope: Scope, effects: readonly Effect[]): Scope => effects.reduce(advance, scope);

function advance(scope: Scope, { operation, next }: Effect): Scope {
  const known =
    operation === undefined
      ? scope
      : {
          ...scope,
          picture: apply(scope.picture, operation),
          newTables: tablesAfter(scope, operation),
          newColumns: columnsAfter(scope, operation),
        };
  return next === undefined ? known : { ...known, ...next(known) };
}

function tablesAfter({ newTables }: Scope, operation: Operation): NewTable[] {
  if (operation.op === 'renameTable') {
    return newTables.map((table) => (isSameName(table, operation.from) ? { ...table, ...operation.to } : table));
  }
  return operation.op === 'dropTable' ? newTables.filter((table) => !isSameName(table, operation.table)) : newTables;
}

/** Under a name that has changed hands nothing is sure to be new. */
function columnsAfter({ newColumns }: Scope, operation: Operation): NewColumn[] {
  if (operation.op === 'renameTable') {
    const { from, to } = operation;
    return newColumns.filter(({ table }) => !isSameName(table, from) && !isSameName(table, to));
  }
  if (operation.op !== 'renameColumn') return newColumns;
  const { table: owner, from, to } = operation;
  return newColumns.filter(({ table, column }) => !isSameName(table, owner) || (column !== from && column !== to));
}

/**
 * What is left of the hazards on what the migration itself makes: nobody waits for a new table, and a new column without a
 * value holds nothing that could be there twice. Rows that were copied into a new table can still break a constraint.
 */
export function hazardsLeft({ newTables, newColumns }: Scope, { hazards, table, operation }: Effect): Hazard[] {
  if (table === undefined) return hazards;
  const blank = newColumns.filter((column) => column.isBlank && isSameName(column.table, table));
  const names = blank.map(({ column }) => column);
  const found = operation === undefined ? hazards : hazardsBesideBlank(operation, names, hazards);
  const own = newTables.find((item) => isSameName(item, table));
  if (own === undefined) return found;
  return found.filter(({ code }) => code === 'not-transactional' || (own.isFilled && code.startsWith('fails-')));
}
