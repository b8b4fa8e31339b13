import { applyAll } from './apply.ts';
import { isSameName } from './comparable.ts';
import { followingEnums } from './following-enums.ts';
import type { Hints, Rename } from './hints.ts';
import { makeRoom } from './make-room.ts';
import { clip } from './object-name.ts';
import { type Operation, type OperationOf, unknownOperation } from './operation.ts';
import { type Problem, type ProblemCode, shortName } from './problem.ts';
import type { QualifiedName, Schema } from './schema.ts';

export type RenameOperation = OperationOf<'renameEnum' | 'renameEnumValue' | 'renameTable' | 'renameColumn'>;

export interface DecidedRenames {
  /** With what has to make room for them. */
  operations: Operation[];
  /** The schema after them. */
  schema: Schema;
  problems: Problem[];
}

/** The renames that are decided, in an order in which no name is taken; those that are done already are left out. */
export function decidedRenames(from: Schema, to: Schema, hints: Hints): DecidedRenames {
  let result: DecidedRenames = { operations: [], schema: from, problems: [] };
  for (const op of ['renameEnum', 'renameEnumValue', 'renameTable', 'renameColumn'] as const) {
    const decided = (hints.renames ?? []).flatMap(toOperation).filter((rename) => rename.op === op);
    const said = (hints.renamedFrom ?? []).flatMap(toOperation).filter((rename) => rename.op === op);
    result = renameAll(result, to, [...decided, ...toBeDone(result.schema, to, said, decided)]);
  }
  const isOwnerRenamed = result.operations.some(({ op }) => op === 'renameTable' || op === 'renameColumn');
  if (!isOwnerRenamed) return result;
  const following = followingEnums(result.schema, to).map((ends) => ({ op: 'renameEnum' as const, ...ends }));
  return renameAll(result, to, following);
}

/**
 * Of what models say for good, what is still to be done, and what nobody has decided otherwise: where the new name is free,
 * or another of them frees it. A cycle can't be told from one that is done; nor is a name that stays wanted given up.
 */
function toBeDone(
  schema: Schema,
  to: Schema,
  said: readonly RenameOperation[],
  decided: readonly RenameOperation[],
): RenameOperation[] {
  const open = said.filter(
    (rename) =>
      has(schema, rename, rename.from) &&
      (!has(to, rename, rename.from) || said.some((other) => takes(other, rename))) &&
      !decided.some((other) => isOfOneOwner(other, rename) && sharesAnEnd(other, rename)),
  );
  const done: RenameOperation[] = [];
  for (let next = nextFree(); next !== undefined; next = nextFree()) done.push(next);
  return done;

  function nextFree(): RenameOperation | undefined {
    return open.find(
      (rename) =>
        !done.includes(rename) && (!has(schema, rename, rename.to) || done.some((other) => givesUp(other, rename))),
    );
  }
}

/** Whether one rename takes the name that another gives up. */
const takes = (other: RenameOperation, rename: RenameOperation): boolean =>
  isOfOneOwner(other, rename) && isSameEnd(other.to, rename.from);

/** Indexes and constraints need no decision: they match by what they are. */
function toOperation(rename: Rename): RenameOperation[] {
  switch (rename.kind) {
    case 'table':
      return [{ op: 'renameTable', from: rename.from, to: rename.to }];
    case 'column':
      return [{ op: 'renameColumn', table: rename.table, from: rename.from, to: rename.to }];
    case 'enum':
      return [{ op: 'renameEnum', from: rename.from, to: rename.to }];
    case 'enumValue':
      return [{ op: 'renameEnumValue', enum: rename.enum, from: rename.from, to: rename.to }];
    case 'index':
    case 'constraint':
      return [];
    default:
      return unknownOperation(rename);
  }
}

function renameAll(start: DecidedRenames, to: Schema, wanted: readonly RenameOperation[]): DecidedRenames {
  const problems = wanted.flatMap((rename) => unknownName(start.schema, to, rename));
  const operations: Operation[] = [];
  let { schema } = start;
  let open = wanted.filter(
    (rename) => has(schema, rename, rename.from) && has(to, rename, rename.to) && !isDone(schema, to, rename, wanted),
  );
  while (open.length > 0) {
    const next = nextOf(open, schema);
    if (next === undefined) break;
    const step = has(schema, next, next.to) ? aside(next) : next;
    const steps = step.op === 'renameTable' ? [...makeRoom(schema, to, step), step] : [step];
    operations.push(...steps);
    schema = applyAll(schema, steps);
    open = open.flatMap((rename) => (rename === next ? rest(next, step) : [rename]));
  }
  return {
    operations: [...start.operations, ...operations],
    schema,
    problems: [...start.problems, ...problems, ...open.map(taken)],
  };
}

/** Both names are there and stay: what once was renamed has been followed by another of the old name. */
const isDone = (from: Schema, to: Schema, rename: RenameOperation, wanted: readonly RenameOperation[]): boolean =>
  has(from, rename, rename.to) && has(to, rename, rename.from) && !wanted.some((other) => givesUp(other, rename));

/** One whose new name is free; else one whose new name another gives up. */
const nextOf = (open: readonly RenameOperation[], schema: Schema): RenameOperation | undefined =>
  open.find((rename) => !has(schema, rename, rename.to)) ??
  open.find((rename) => open.some((other) => givesUp(other, rename)));

/** What is left of a rename that was put aside. */
const rest = (rename: RenameOperation, step: RenameOperation): RenameOperation[] =>
  rename === step ? [] : [{ ...rename, from: step.to } as RenameOperation];

/** Out of the way, where two names are exchanged. */
function aside(rename: RenameOperation): RenameOperation {
  const beside = (name: string): string => `${clip(name, 57)}__swap`;
  const { from } = rename;
  return {
    ...rename,
    to: typeof from === 'string' ? beside(from) : { ...from, name: beside(from.name) },
  } as RenameOperation;
}

type End = string | QualifiedName;

/** Whether one rename frees the name that another takes. */
const givesUp = (other: RenameOperation, rename: RenameOperation): boolean =>
  isOfOneOwner(other, rename) && isSameEnd(other.from, rename.to);

const sharesAnEnd = (a: RenameOperation, b: RenameOperation): boolean =>
  isSameEnd(a.from, b.from) || isSameEnd(a.to, b.to);

/** Columns of one table, values of one enum; tables and enums have no owner. */
function isOfOneOwner(a: RenameOperation, b: RenameOperation): boolean {
  if (a.op === 'renameColumn') return b.op === a.op && isSameName(a.table, b.table);
  if (a.op === 'renameEnumValue') return b.op === a.op && isSameName(a.enum, b.enum);
  return a.op === b.op;
}

const isSameEnd = (a: End, b: End): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : isSameName(a, b);

/** A rename that is done already is no problem: a model may say `renamedFrom` for good. */
function unknownName(from: Schema, to: Schema, rename: RenameOperation): Problem[] {
  if (!has(to, rename, rename.to)) return [problemOf('RENAME_UNKNOWN', rename, 'Nothing of the new name is wanted.')];
  if (has(from, rename, rename.from) || has(from, rename, rename.to)) return [];
  return [problemOf('RENAME_UNKNOWN', rename, 'There is nothing of the old name.')];
}

const taken = (rename: RenameOperation): Problem =>
  problemOf(
    'RENAME_TAKEN',
    rename,
    'The new name belongs to something else: drop that first, in a migration of its own.',
  );

const textOf = (end: End): string => (typeof end === 'string' ? end : shortName(end));

function problemOf(code: ProblemCode, rename: RenameOperation, text: string): Problem {
  const arrow = `${textOf(rename.from)} → ${textOf(rename.to)}`;
  switch (rename.op) {
    case 'renameTable':
      return { code, object: `table ${arrow}`, text };
    case 'renameColumn':
      return { code, object: `column ${shortName(rename.table)}: ${arrow}`, text };
    case 'renameEnum':
      return { code, object: `enum ${arrow}`, text };
    case 'renameEnumValue':
      return { code, object: `value of enum ${shortName(rename.enum)}: ${arrow}`, text };
    default:
      return unknownOperation(rename);
  }
}

/** Whether the schema has a thing of the kind that is renamed, of this name, at this place. */
function has({ tables, enums }: Schema, rename: RenameOperation, name: End): boolean {
  const isNamed = (item: QualifiedName): boolean => isSameEnd({ schema: item.schema, name: item.name }, name);
  switch (rename.op) {
    case 'renameTable':
      return tables.some(isNamed);
    case 'renameEnum':
      return enums.some(isNamed);
    case 'renameColumn':
      return tables.some(
        (table) => isSameName(table, rename.table) && table.columns.some((item) => item.name === name),
      );
    case 'renameEnumValue':
      return enums.some((type) => isSameName(type, rename.enum) && type.values.some((value) => value === name));
    default:
      return unknownOperation(rename);
  }
}
