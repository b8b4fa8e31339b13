import { align } from './align.ts';
import { inOrder } from './canonical.ts';
import { comparableText, isSameName } from './comparable.ts';
import { decidedRenames } from './decided-renames.ts';
import { diffEnums } from './diff-enum.ts';
import { diffTable } from './diff-table.ts';
import type { Hints, Rename } from './hints.ts';
import type { Operation, OperationOf } from './operation.ts';
import { plan } from './plan.ts';
import { type Problem, shortName } from './problem.ts';
import { renameCandidates } from './rename-candidates.ts';
import type { EnumType, QualifiedName, Schema } from './schema.ts';
import { conversion } from './type-change.ts';
import { verify } from './verify.ts';

export interface Diff {
  /** In the order in which they run. */
  operations: Operation[];
  /** A drop and an add that may be one rename: somebody has to decide. */
  renameCandidates: Rename[];
  /** Type changes that no cast makes: somebody has to say how. */
  undecidedCasts: UndecidedCast[];
  /** What the operations do not reach. Never silent: each names its object. */
  problems: Problem[];
}

export interface UndecidedCast {
  table: QualifiedName;
  column: string;
  from: string;
  to: string;
}

/**
 * What leads from one schema to another. Pure: nothing is read but its arguments.
 *
 * @example diff(await introspect(database), await introspect(wanted)).operations.flatMap(toSql)
 */
export function diff(is: Schema, shouldBe: Schema, hints: Hints = {}): Diff {
  const [from, to] = [inOrder(is), inOrder(shouldBe)];
  const renames = decidedRenames(from, to, hints);
  const wanted = align(to, renames.schema, hints);
  const changes = diffSchemas(renames.schema, wanted, hints);
  const operations = [...renames.operations, ...plan(renames.schema, wanted, changes)];
  return {
    operations: schemasFirst(operations),
    renameCandidates: hints.noRenames ? [] : renameCandidates(changes),
    undecidedCasts: changes.filter((change) => change.op === 'alterType').flatMap(undecidedCast),
    problems: [...renames.problems, ...verify(from, wanted, schemasFirst(operations), hints)],
  };
}

/** A table may be renamed into a schema that is new. */
const schemasFirst = (operations: readonly Operation[]): Operation[] => [
  ...operations.filter(({ op }) => op === 'createSchema'),
  ...operations.filter(({ op }) => op !== 'createSchema'),
];

/** All that differs, in no order. */
function diffSchemas(from: Schema, to: Schema, hints: Hints): Operation[] {
  const tables = diffTables(from, to, hints);
  const isRetyped = (type: EnumType): boolean =>
    tables.some(
      (change) => change.op === 'alterType' && change.to.enum !== undefined && isSameName(change.to.enum, type),
    );
  return [
    ...to.schemas.filter((name) => !from.schemas.includes(name)).map((name) => ({ op: 'createSchema' as const, name })),
    ...diffEnums(from, to, isRetyped),
    ...tables,
    ...from.schemas.filter((name) => !to.schemas.includes(name)).map((name) => ({ op: 'dropSchema' as const, name })),
  ];
}

function diffTables(from: Schema, to: Schema, hints: Hints): Operation[] {
  const key = ({ schema, name }: QualifiedName): string => comparableText([schema, name]);
  const old = new Map(from.tables.map((table) => [key(table), table]));
  const wanted = new Set(to.tables.map(key));
  return [
    ...from.tables.filter((table) => !wanted.has(key(table))).map((table) => ({ op: 'dropTable' as const, table })),
    ...to.tables.flatMap((table): Operation[] => {
      const was = old.get(key(table));
      if (was === undefined) return [{ op: 'createTable', table }];
      return diffTable(was, table, (column) => usingFor(hints, table, column));
    }),
  ];
}

function usingFor({ using = {}, defaultSchema }: Hints, table: QualifiedName, column: string): string | undefined {
  return using[`${shortName(table, defaultSchema)}.${column}`] ?? using[`${table.schema}.${table.name}.${column}`];
}

function undecidedCast({ table, column, from, to, using }: OperationOf<'alterType'>): UndecidedCast[] {
  if (using !== undefined || conversion(column, from, to).kind !== 'undecided') return [];
  return [{ table, column, from: from.type, to: to.type }];
}
