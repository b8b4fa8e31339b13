import type {
  AlterDomainStmt,
  ClusterStmt,
  LockStmt,
  Node,
  RangeVar,
  RefreshMatViewStmt,
  ReindexStmt,
  VacuumStmt,
} from 'libpg-query';
import { all, as, nameOfParts, strings, tableName } from '../postgres/parse-tree.ts';
import { shortName } from '../schema/problem.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { danger, type Effect, type Scope } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';

const nobodyReads = (what: string, how: string, table?: QualifiedName): Effect =>
  danger('blocks-reads', `Nobody can read or write ${what} ${how}`, table);

export function vacuumEffects({ rels, options, is_vacuumcmd: isVacuum }: VacuumStmt, scope: Scope): Effect[] {
  if (!isVacuum) return [];
  const relations = all(rels, 'VacuumRelation').flatMap(({ relation }) => relation ?? []);
  const copied = isOn(options, 'full')
    ? each(relations, scope, (what, table) =>
        nobodyReads(what, 'while every row is copied. Plain VACUUM holds up nobody.', table),
      )
    : [];
  return [...copied, ...refusedInTransaction('VACUUM', scope)];
}

export function clusterEffects({ relation }: ClusterStmt, scope: Scope): Effect[] {
  const copied = each(relation === undefined ? [] : [relation], scope, (what, table) =>
    nobodyReads(what, 'while every row is copied. On a big table do it when it is quiet.', table),
  );
  return [...copied, ...(relation === undefined ? refusedInTransaction('CLUSTER without a table', scope) : [])];
}

/** Readers wait, too: whoever plans a query looks at every index of its tables. */
export function reindexEffects({ kind, relation, name = '', params }: ReindexStmt, scope: Scope): Effect[] {
  if (isOn(params, 'concurrently')) return refusedInTransaction('REINDEX CONCURRENTLY', scope);
  const way =
    'while its indexes are built. Use REINDEX CONCURRENTLY in a file of its own (-- migrate:up transaction:false).';
  if (relation === undefined)
    return [nobodyReads(name || 'the database', way), ...refusedInTransaction('REINDEX of many tables', scope)];
  const named = tableName(relation, scope.schema);
  return kind === 'REINDEX_OBJECT_INDEX'
    ? [nobodyReads(`the table of ${shortName(named)}`, way)]
    : [nobodyReads(shortName(named), way, named)];
}

/** Lock modes of src/include/storage/lockdefs.h; those below ShareLock let readers and writers pass. */
const SHARE = 5;
const ACCESS_EXCLUSIVE = 8;

export function lockEffects({ relations, mode = ACCESS_EXCLUSIVE }: LockStmt, scope: Scope): Effect[] {
  if (mode < SHARE) return [];
  return each(all(relations, 'RangeVar'), scope, (what, table) =>
    mode >= ACCESS_EXCLUSIVE
      ? nobodyReads(what, 'until the migration ends. Take the weakest lock that does, as late as may be.', table)
      : danger(
          'blocks-writes',
          `Writes to ${what} wait until the migration ends. Take the lock as late as may be.`,
          table,
        ),
  );
}

export function refreshEffects({ relation, concurrent }: RefreshMatViewStmt, scope: Scope): Effect[] {
  if (concurrent || relation === undefined) return [];
  const view = shortName(tableName(relation, scope.schema));
  return [
    danger(
      'blocks-reads',
      `Nobody can read ${view} while it is filled. Give it a unique index and use REFRESH … CONCURRENTLY.`,
    ),
  ];
}

/** A domain's rules are checked in every table that has it. */
export function domainEffects({ subtype, typeName, def }: AlterDomainStmt, scope: Scope): Effect[] {
  const name = shortName(nameOfParts(strings(typeName), scope.schema));
  const constraint = as(def, 'Constraint');
  const isNotNull = subtype === 'O' || constraint?.contype === 'CONSTR_NOTNULL';
  if ((subtype !== 'C' && subtype !== 'O') || constraint?.skip_validation) return [];
  return [
    ...(isNotNull
      ? [
          danger(
            'fails-on-nulls',
            `It fails where a row has a null of ${name}. Fill it first: UPDATE … WHERE … IS NULL.`,
          ),
        ]
      : []),
    danger(
      'blocks-writes',
      `Writes to every table that has a column of ${name} wait while its rows are checked. On a big table add a constraint NOT VALID, and VALIDATE it in a later migration.`,
    ),
  ];
}

const each = (
  relations: readonly RangeVar[],
  scope: Scope,
  effect: (what: string, table?: QualifiedName) => Effect,
): Effect[] =>
  relations.length === 0
    ? [effect('any table of the database')]
    : relations.map((relation) => {
        const table = tableName(relation, scope.schema);
        return effect(shortName(table), table);
      });

/** `FULL` and `(FULL)` are on, `(FULL false)` is not; what is said last holds. */
export function isOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = all(options, 'DefElem').findLast(({ defname }) => defname === name);
  const value =
    as(option?.arg, 'String')?.sval ?? as(option?.arg, 'Boolean')?.boolval ?? as(option?.arg, 'Integer')?.ival ?? true;
  return option !== undefined && !['false', 'off', 'no', '0'].includes(String(value).toLowerCase());
}
