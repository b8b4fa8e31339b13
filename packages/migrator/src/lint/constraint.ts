import type { Constraint } from 'libpg-query';
import { strings, tableName, visit } from '../postgres/parse-tree.ts';
import { hazards } from '../schema/hazards.ts';
import { objectName } from '../schema/object-name.ts';
import type { Operation } from '../schema/operation.ts';
import type { Check, ForeignKey, Key, QualifiedName, ReferentialAction, Unique } from '../schema/schema.ts';
import { columnIn, type Effect, effectOf, type Scope, tableIn } from './scope.ts';

/**
 * What a constraint does to a table with rows.
 *
 * @param column the one in whose definition it stands
 */
export const constraintEffects = (
  table: QualifiedName,
  constraint: Constraint,
  scope: Scope,
  column?: string,
): Effect[] => READERS[constraint.contype ?? 'CONSTR_NULL']?.(table, constraint, scope, column) ?? [];

type Reader = (table: QualifiedName, constraint: Constraint, scope: Scope, column: string | undefined) => Effect[];

const READERS: { [Type in NonNullable<Constraint['contype']>]?: Reader } = {
  CONSTR_PRIMARY: primaryKeyEffects,
  CONSTR_UNIQUE: (table, constraint, _scope, column) => [
    unlessIndexed({ op: 'addUnique', table, unique: readUnique(table, constraint, column) }, constraint),
  ],
  CONSTR_EXCLUSION: (table, constraint) => [
    effectOf({ op: 'addExclusion', table, exclusion: { name: nameOf(table, constraint, [], 'excl'), definition: '' } }),
  ],
  CONSTR_CHECK: (table, constraint, _scope, column) => [
    effectOf({ op: 'addCheck', table, check: readCheck(table, constraint, column) }),
  ],
  CONSTR_FOREIGN: (table, constraint, scope, column) => [
    effectOf({ op: 'addForeignKey', table, foreignKey: readForeignKey(table, constraint, scope, column) }),
  ],
  CONSTR_NOTNULL: (table, constraint, _scope, column) => notNullEffects(table, constraint, column),
};

/** USING INDEX takes an index that is there: no row is read. */
const unlessIndexed = (operation: Operation, { indexname }: Constraint): Effect =>
  effectOf(operation, indexname === undefined ? hazards(operation) : []);

/** Its columns become NOT NULL with it: those that are known not to be so yet. */
function primaryKeyEffects(
  table: QualifiedName,
  constraint: Constraint,
  scope: Scope,
  column: string | undefined,
): Effect[] {
  const primaryKey = readKey(table, constraint, 'pkey', column);
  const open =
    column === undefined ? primaryKey.columns.filter((name) => columnIn(scope, table, name)?.nullable === true) : [];
  return [
    ...open.map((name) => effectOf({ op: 'setNotNull', table, column: name })),
    unlessIndexed({ op: 'addPrimaryKey', table, primaryKey }, constraint),
  ];
}

/** `ADD CONSTRAINT … NOT NULL column`, of PostgreSQL 18. */
function notNullEffects(
  table: QualifiedName,
  { keys, skip_validation: isLeftUnread }: Constraint,
  column: string | undefined,
): Effect[] {
  const [name] = strings(keys);
  if (column !== undefined || name === undefined || isLeftUnread) return [];
  return [effectOf({ op: 'setNotNull', table, column: name })];
}

/** The name given, or the one that PostgreSQL gives. */
const nameOf = ({ name }: QualifiedName, { conname }: Constraint, columns: readonly string[], label: string): string =>
  conname ?? objectName(name, columns.length === 0 ? undefined : columns.join('_'), label);

function readKey(table: QualifiedName, constraint: Constraint, label: 'key' | 'pkey', column: string | undefined): Key {
  const columns = column === undefined ? strings(constraint.keys) : [column];
  return { name: nameOf(table, constraint, label === 'pkey' ? [] : columns, label), columns };
}

const readUnique = (table: QualifiedName, constraint: Constraint, column: string | undefined): Unique => ({
  ...readKey(table, constraint, 'key', column),
  ...(constraint.nulls_not_distinct && { nullsNotDistinct: true as const }),
});

function readCheck(table: QualifiedName, constraint: Constraint, column: string | undefined): Check {
  const read = column === undefined ? columnsIn(constraint) : [column];
  return {
    name: nameOf(table, constraint, read.length === 1 ? read : [], 'check'),
    expression: '',
    ...(constraint.skip_validation && { notValid: true as const }),
  };
}

/** The columns that a check names, each once. */
function columnsIn({ raw_expr: expression }: Constraint): string[] {
  const names = new Set<string>();
  visit(expression, (kind, content) => {
    if (kind === 'ColumnRef') names.add(strings((content as { fields?: [] }).fields).at(-1) ?? '');
    return true;
  });
  return [...names];
}

const ACTIONS: Partial<Record<string, ReferentialAction>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'setNull',
  d: 'setDefault',
};

export function readForeignKey(
  table: QualifiedName,
  constraint: Constraint,
  scope: Scope,
  column?: string,
): ForeignKey {
  const columns = column === undefined ? strings(constraint.fk_attrs) : [column];
  const target = tableName(constraint.pktable ?? {}, scope.schema);
  const named = strings(constraint.pk_attrs);
  return {
    name: nameOf(table, constraint, columns, 'fkey'),
    columns,
    references: { ...target, columns: named.length > 0 ? named : (tableIn(scope, target)?.primaryKey?.columns ?? []) },
    onDelete: ACTIONS[constraint.fk_del_action ?? ''] ?? 'noAction',
    onUpdate: ACTIONS[constraint.fk_upd_action ?? ''] ?? 'noAction',
    ...(constraint.fk_matchtype === 'f' && { match: 'full' as const }),
    ...(constraint.deferrable && {
      deferrable: constraint.initdeferred ? ('deferred' as const) : ('immediate' as const),
    }),
    ...(constraint.skip_validation && { notValid: true as const }),
  };
}
