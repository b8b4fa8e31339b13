import { apply } from '../schema/apply.ts';
import { isSameName } from '../schema/comparable.ts';
import type { Hazard } from '../schema/hazard.ts';
import { hazardsBesideBlank } from '../schema/hazards.ts';
import type { Operation } from '../schema/operation.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { type Effect, type NewColumn, type NewTable, NOWHERE, type Scope } from './scope.ts';

/** What is known after these effects. */
export const advanceAll = (scope: Scope, effects: readonly Effect[]): Scope => effects.reduce(advance, scope);

function advance(scope: Scope, effect: Effect): Scope {
  const { operation, next } = effect;
  const known =
    operation === undefined
      ? scope
      : {
          ...scope,
          picture: apply(scope.picture, operation),
          newTables: tablesAfter(scope, operation),
          newColumns: columnsAfter(scope, operation),
        };
  const after = next === undefined ? known : { ...known, ...next(known) };
  return scope.schema === NOWHERE ? withoutUnplaced(after, effect) : after;
}

/** Where nobody can say which thing a name means, nothing is known of any thing of that name. */
function withoutUnplaced(scope: Scope, effect: Effect): Scope {
  const unplaced = namesIn(effect).filter(({ schema }) => schema === NOWHERE);
  const isKnown = ({ schema, name }: QualifiedName): boolean =>
    schema !== NOWHERE && !unplaced.some((other) => other.name === name);
  const { tables, enums } = scope.picture;
  return {
    ...scope,
    picture: { ...scope.picture, tables: tables.filter(isKnown), enums: enums.filter(isKnown) },
    newTables: scope.newTables.filter(isKnown),
    newColumns: scope.newColumns.filter(({ table }) => isKnown(table)),
    newEnums: scope.newEnums.filter(isKnown),
  };
}

function namesIn({ table, operation }: Effect): QualifiedName[] {
  const own = table === undefined ? [] : [table];
  if (operation?.op === 'renameTable' || operation?.op === 'renameEnum') return [operation.from, operation.to];
  return operation !== undefined && 'enum' in operation ? [...own, operation.enum] : own;
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
