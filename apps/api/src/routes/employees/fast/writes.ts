import { Employee } from '@roster/models';
import pg from 'pg';
import { isDatabaseAway } from '../../../database/away.ts';
import type { Terms } from '../../../database/terms.ts';
import type { FastClients } from '../../../fast/fast-clients.ts';
import { inTurns, type Pending, settle } from '../../../fast/in-turns.ts';
import { NotSent } from '../../../fast/shared-clients.ts';
import { type Statement, statements } from '../../../fast/statement.ts';
import type { WireRow } from '../../../fast/wire-row.ts';
import { attributeNames, columnOf, expressionOf, insertText, RECORDS, recordsText } from '../records.ts';
import type { EmployeeChanges, NewEmployee } from '../schema.ts';
import { TABLE } from '../sequence.ts';
import { type EmployeeStore, isId, type Tagged } from '../store.ts';
import { idOf, nameOf, type Rows, selected } from './row.ts';

const returning = (alias: string): string =>
  `RETURNING ${selected.map((name) => `${alias}.${name === 'xmin' ? name : columnOf(name)}`).join()}`;

const insert = (name: string, onConflict: string): Statement => {
  const attributes = attributeNames().filter((attribute) => attribute !== 'id');
  return { name, text: insertText(attributes, `${onConflict} ${returning(TABLE)}`) };
};

/**
 * Whether a statement surely did nothing: it was not sent, or PostgreSQL refused it and goes on. A connection that is
 * lost, or that PostgreSQL ends (class 57P), may have lost the word that all was done. Not by the error's severity, which
 * is in the language of `lc_messages`.
 */
const isUndone = (error: unknown): boolean =>
  error instanceof NotSent ||
  (error instanceof pg.DatabaseError && !isDatabaseAway(error) && !(error.code ?? '').startsWith('57P'));

/** Does each alone what could not be done at once, so that each gets its own error. */
function alone<Ask, Answer>(pending: Pending<Ask, Answer>[], error: unknown, perform: (ask: Ask) => Promise<Answer>) {
  for (const { ask, resolve, reject } of pending) {
    if (isUndone(error)) resolve(perform(ask));
    else reject(error);
  }
}

/** `terms` are kept where it is done alone: what is shared ends by its own time. */
interface Creation {
  employee: NewEmployee;
  terms: Terms | undefined;
}

/** Creations: those of one turn are one statement. Whose name is taken is left out by it, and then done alone. */
export function creator(clients: FastClients, rows: Rows, plain: EmployeeStore): EmployeeStore['create'] {
  const statement = insert('employees create', 'ON CONFLICT DO NOTHING');
  const create = async (pending: Pending<Creation, Tagged>[]): Promise<void> => {
    const made = await clients.writes.run(statement, [recordsText(pending.map(({ ask }) => ask.employee))]);
    const rowOf = made.length === pending.length ? rowsInOrder(made) : rowsByName(made, pending);
    for (const [at, one] of pending.entries()) {
      const row = rowOf(one.ask.employee, at);
      const tell = () => (row === undefined ? createAlone(one.ask) : rows.tagged(row));
      settle(one, tell, () => readBack(plain, row, one.ask.terms));
    }
  };
  const createAlone = ({ employee, terms }: Creation) => plain.create(employee, terms);
  const batched = inTurns<Creation, Tagged>(
    (pending) => void create(pending).catch((error: unknown) => alone(pending, error, createAlone)),
  );
  return (employee, terms) => batched({ employee, terms });
}

type RowOf = (employee: NewEmployee, at: number) => WireRow | undefined;

/** All went in: PostgreSQL takes them in their order, and tells of them in it. */
const rowsInOrder =
  (made: readonly WireRow[]): RowOf =>
  (_employee, at) =>
    made[at];

/**
 * Some did not go in, since their names are taken: the others are known by theirs.
 *
 * @throws Error where a row has a name that nobody asked for (a trigger changed it): who is left out is not known then,
 *   and nobody may be created twice
 */
function rowsByName(made: readonly WireRow[], pending: readonly Pending<Creation, Tagged>[]): RowOf {
  const byName = new Map(made.map((row) => [nameOf(row), row]));
  const names = new Set(pending.map(({ ask }) => ask.employee.name));
  if ([...byName.keys()].some((name) => !names.has(name))) throw new Error('a row has a name that nobody asked for');
  return ({ name }) => {
    const row = byName.get(name);
    // Of two with one name the first one went in.
    byName.delete(name);
    return row;
  };
}

/** A row that was written and can't be told from what came back: it is not written again. */
async function readBack(plain: EmployeeStore, row: WireRow | undefined, terms: Terms | undefined): Promise<Tagged> {
  const found = row && (await plain.find(idOf(row), terms));
  if (found === undefined) throw new Error('a row that was written is not there');
  return found;
}

export function bulkCreator(clients: FastClients, rows: Rows, plain: EmployeeStore): EmployeeStore['createMany'] {
  const statement = insert('employees create many', '');
  return async (employees, terms) => {
    try {
      const made = await clients.slow.run(statement, [recordsText(employees)]);
      if (made.length !== employees.length) throw new Error('not as many rows came back as went in');
      return rows.documents(made);
    } catch (error) {
      if (!isUndone(error)) throw error;
      return plain.createMany(employees, terms);
    }
  };
}

interface Change {
  id: number;
  changes: EmployeeChanges;
  terms: Terms | undefined;
}

/**
 * Never waits for a row that another transaction holds, and so can't be part of a deadlock: such a row is left out, and
 * done alone.
 */
function updateText(changed: readonly (keyof EmployeeChanges)[]): string {
  const { updateTime } = Employee.getAttributes();
  const values = changed.map((name) => `${columnOf(name)} = r.${columnOf(name)}`);
  return `WITH free AS MATERIALIZED (SELECT "id" FROM ${TABLE} WHERE "id" = ANY($2) ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE ${TABLE} e SET ${values.join()}, ${columnOf('updateTime')} = ${expressionOf(updateTime.defaultValue)}
    FROM ${RECORDS} JOIN free ON free."id" = r."id" WHERE e."id" = r."id" ${returning('e')}`;
}

/** Changes: those of one turn that change the same columns are one statement. */
export function updater(clients: FastClients, rows: Rows, plain: EmployeeStore): EmployeeStore['update'] {
  const named = statements('employees update', updateText, (changed) => changed.join());
  const update = async (pending: Pending<Change, Tagged | undefined>[]): Promise<void> => {
    const [{ ask: first }] = pending as [Pending<Change, Tagged | undefined>];
    const statement = named(Object.keys(first.changes) as (keyof EmployeeChanges)[]);
    const records = pending.map(({ ask: { id, changes } }) => ({ id, ...changes }));
    const made = await clients.writes.run(statement, [recordsText(records), `{${records.map(({ id }) => id).join()}}`]);
    const byId = new Map(made.map((row) => [idOf(row), row]));
    for (const one of pending) {
      const row = byId.get(one.ask.id);
      const tell = () => (row === undefined ? changeAlone(one.ask) : rows.tagged(row));
      settle(one, tell, () => readBack(plain, row, one.ask.terms));
    }
  };
  const changeAlone = ({ id, changes, terms }: Change) => plain.update(id, changes, undefined, terms);
  const group = (pending: Pending<Change, Tagged | undefined>[]): Promise<void> =>
    update(pending).catch((error: unknown) => alone(pending, error, changeAlone));
  const all = async (pending: Pending<Change, Tagged | undefined>[]): Promise<void> => {
    for (const round of inRounds(pending)) {
      // It has waited for those before it.
      const late = new Set(round.filter(({ ask }) => ask.terms?.deadline?.isOver));
      for (const one of late) one.resolve(changeAlone(one.ask));
      await Promise.all(byColumns(round.filter((one) => !late.has(one))).map(group));
    }
  };
  const batched = inTurns<Change, Tagged | undefined>((pending) => void all(pending));
  return (id, changes, ifMatch, terms) =>
    // A new name may have to wait for another transaction that has it, and then all of a statement would.
    isId(id) && ifMatch === undefined && changes.name === undefined
      ? batched({ id, changes, terms })
      : plain.update(id, changes, ifMatch, terms);
}

/**
 * One after the other: of several changes of one row each in another. Side by side, on two connections, one would find the
 * row held by the other.
 */
function inRounds<Answer>(pending: readonly Pending<Change, Answer>[]): Pending<Change, Answer>[][] {
  const times = new Map<number, number>();
  const rounds: Pending<Change, Answer>[][] = [];
  for (const one of pending) {
    const round = times.get(one.ask.id) ?? 0;
    times.set(one.ask.id, round + 1);
    (rounds[round] ??= []).push(one);
  }
  return rounds;
}

function byColumns<Answer>(pending: readonly Pending<Change, Answer>[]): Pending<Change, Answer>[][] {
  const groups = new Map<string, Pending<Change, Answer>[]>();
  for (const one of pending) {
    const columns = Object.keys(one.ask.changes).join();
    groups.set(columns, [...(groups.get(columns) ?? []), one]);
  }
  return [...groups.values()];
}
