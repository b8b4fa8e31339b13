import type { DiscardStmt, FuncCall, VariableSetStmt } from 'libpg-query';
import { all, as, strings } from '../postgres/parse-tree.ts';
import { DEFAULT_SCHEMA, type Effect, NOWHERE, type Scope } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';

/** Names without a schema are looked for there from here on. */
export const lookIn = (schema: string): Effect => ({ hazards: [], next: () => ({ schema }) });

/** `SET search_path`, `SET SCHEMA`, and what takes them back. */
export function settingEffects({ kind, name, args }: VariableSetStmt): Effect[] {
  if (kind === 'VAR_RESET_ALL') return [lookIn(DEFAULT_SCHEMA)];
  if (!isSearchPath(name)) return [];
  if (kind === 'VAR_RESET' || kind === 'VAR_SET_DEFAULT') return [lookIn(DEFAULT_SCHEMA)];
  const [first] = all(args, 'A_Const').map(({ sval }) => sval?.sval);
  return kind === 'VAR_SET_VALUE' ? [lookIn(first ?? NOWHERE)] : [];
}

export const discardEffects = ({ target }: DiscardStmt, scope: Scope): Effect[] =>
  target === 'DISCARD_ALL' ? [...refusedInTransaction('DISCARD ALL', scope), lookIn(DEFAULT_SCHEMA)] : [];

/** `set_config('search_path', …)`; which path it sets is an expression. */
export function setConfigEffects({ funcname, args }: FuncCall): Effect[] {
  if (strings(funcname).at(-1) !== 'set_config') return [];
  const setting = as(args?.[0], 'A_Const')?.sval?.sval;
  return setting === undefined || isSearchPath(setting) ? [lookIn(NOWHERE)] : [];
}

/** The names of settings have no case, even in quotes. */
const isSearchPath = (name: string | undefined): boolean => name?.toLowerCase() === 'search_path';

/** Whether a statement that does this has set the path. */
export const movesPath = ({ next }: Effect, scope: Scope): boolean => next?.(scope).schema !== undefined;
