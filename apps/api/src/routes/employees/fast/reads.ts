import { setTimeout as sleep } from 'node:timers/promises';
import { Employee } from '@roster/models';
import pg from 'pg';
import { DatabaseError, type FindOptions, literal, Op, Utils } from 'sequelize';
import type { Terms } from '../../../database/terms.ts';
import { Problem } from '../../../errors.ts';
import type { FastClients } from '../../../fast/fast-clients.ts';
import { inTurns, type Pending, settle } from '../../../fast/in-turns.ts';
import type { Values } from '../../../fast/row-query.ts';
import { selectText, statements } from '../../../fast/statement.ts';
import type { Position } from '../cursor.ts';
import { type Order, orderText } from '../order.ts';
import { after, comparedWith, conditionOf, type FilterKey, givenIn, orderBy, skipping } from '../selection.ts';
import { EXPORT_PAGE, type ExportFormat, isId, type Page, type Reads, type Tagged } from '../store.ts';
import { fileWriters, idOf, positionOf, type Rows, selected } from './row.ts';

/** The SQL of `Employee.findAll` with these options and the fast path's columns. */
const textOf = (options: FindOptions): string =>
  selectText(Employee, Utils.mapFinderOptions({ ...options, attributes: [...selected] }, Employee));

/** `terms` are kept where it is done alone. */
interface Wanted {
  id: number;
  terms: Terms | undefined;
}

/** Reads by id: those of one turn are one statement. */
export function finder(clients: FastClients, rows: Rows, plain: Reads): Reads['find'] {
  const byIds = { name: 'employees by id', text: textOf({ where: { id: { [Op.eq]: literal('ANY($1)') } } }) };
  const findAlone = ({ id, terms }: Wanted) => plain.find(id, terms);
  const answer = async (pending: Pending<Wanted, Tagged | undefined>[]): Promise<void> => {
    const ids = new Set(pending.map(({ ask }) => ask.id));
    const found = await clients.reads.run(byIds, [`{${[...ids].join()}}`]);
    const byId = new Map(found.map((row) => [idOf(row), row]));
    for (const one of pending) {
      const row = byId.get(one.ask.id);
      settle(
        one,
        () => row && rows.tagged(row),
        () => findAlone(one.ask),
      );
    }
  };
  const batched = inTurns<Wanted, Tagged | undefined>((pending) => {
    answer(pending).catch((error: unknown) => {
      for (const { ask, resolve, reject } of pending) {
        if (isFinal(error)) reject(told(error));
        else resolve(findAlone(ask));
      }
    });
  });
  return async (id, terms) => (isId(id) ? batched({ id, terms }) : undefined);
}

/** `statement_timeout`: once more it would take as long. */
const isCancelled = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code === '57014';

/** What the plain way would only do for longer, when there is the least time for it. */
const isFinal = (error: unknown): error is pg.DatabaseError | Problem => error instanceof Problem || isCancelled(error);

/** As Sequelize tells it, which is what the edge knows. */
const told = (error: pg.DatabaseError | Problem): Error =>
  error instanceof Problem ? error : new DatabaseError(Object.assign(error, { sql: '' }));

/** What makes one list's SQL different from another's. */
interface Shape {
  filters: readonly FilterKey[];
  order: Order;
  isAfter: boolean;
  hasOffset: boolean;
}

const shapeOf = ({ filters, order, after: position, offset }: Page): Shape => ({
  filters: givenIn(filters),
  order,
  isAfter: position !== undefined,
  hasOffset: Boolean(offset),
});

const keyOf = ({ filters, order, isAfter, hasOffset }: Shape): string =>
  `${filters.join()};${orderText(order)};${isAfter};${hasOffset}`;

/** Places are counted as `valuesOf` counts values: filters, position, limit, offset. */
function listText({ filters, order, isAfter, hasOffset }: Shape): string {
  let count = 0;
  const place = () => literal(`$${++count}`);
  const condition = conditionOf(filters, place);
  const position = isAfter ? after(order, order.map(place)) : {};
  const limit = place();
  const { where = {}, ...skip } = skipping(order, filters, hasOffset ? place() : 0);
  return textOf({
    where: { [Op.and]: [condition, position, where] },
    order: orderBy(order),
    ...({ limit, ...skip } as unknown as { limit: number }),
  });
}

const valuesOf = ({ filters, after: position = [], limit, offset }: Page, { filters: given }: Shape): Values =>
  [...given.map((key) => comparedWith(filters, key)), ...position, limit, ...(offset ? [offset] : [])].map(text);

const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** By one column: an index has its order. The id comes with it. */
const isQuick = ({ filters, hasOffset, order }: Shape): boolean =>
  filters.length === 0 && !hasOffset && order.length <= 2;

/** Pages of the list, each a statement. */
export function lister(clients: FastClients, rows: Rows, plain: Reads): Reads['list'] {
  const named = statements('employees', listText, keyOf);
  return async (page, terms) => {
    try {
      return await list(page);
    } catch (error) {
      if (isFinal(error)) throw told(error);
      return plain.list(page, terms);
    }
  };

  async function list(page: Page): ReturnType<Reads['list']> {
    const { order, limit } = page;
    const shape = shapeOf(page);
    // One more than asked for tells whether there is a next page.
    const values = valuesOf({ ...page, limit: limit + 1 }, shape);
    const statement = named(shape);
    // Without its name it is planned anew for its values: the best plan for a filter that lets most rows pass, or for a
    // small offset, is the worst for another.
    const found = await (isQuick(shape)
      ? clients.reads.run(statement, values)
      : clients.slow.run({ text: statement.text }, values));
    const last = found.length > limit ? found[limit - 1] : undefined;
    const items = rows.documents(last === undefined ? found : found.slice(0, limit));
    return { items, next: last && positionOf(last, order) };
  }
}

interface FilePage {
  text: Buffer;
  /** None: it was the last one. */
  next: Position | undefined;
}

function pageReader(clients: FastClients): (page: Page, format: ExportFormat) => Promise<FilePage> {
  const named = statements('employees export', listText, keyOf);
  const writers = fileWriters();
  return async (page, format) => {
    const shape = shapeOf(page);
    // An export is worth the wait for a connection: the plain way would have all the rest of it.
    await clients.slow.ready();
    const rows = await clients.slow.run({ text: named(shape).text }, valuesOf(page, shape));
    const last = rows.at(EXPORT_PAGE - 1);
    return { text: writers[format](rows), next: last && positionOf(last, page.order) };
  };
}

/** Until what found no room is asked for again, in milliseconds. */
const PAUSE_MS = 100;

/** @throws what `read` throws, overloaded only where it may not wait (any more) */
async function whenThereIsRoom<T>(read: () => Promise<T>, mayWait: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Problem && mayWait())) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof Problem) throw error;
}

/**
 * Pages of an export, each a statement. What the fast path can't read the plain way reads on from there. Where there is no
 * time for that, an export that has begun waits for as long as its client does; one that has not is refused.
 */
export function pager(clients: FastClients, plain: Reads): Reads['pages'] {
  const readPage = pageReader(clients);
  return async function* pages({ filters, order, after: start }, format, terms) {
    for (let position = start, isFirst = true; isFirst || position; isFirst = false) {
      const page = { filters, order, after: position, limit: EXPORT_PAGE };
      const mayWait = () => page.after !== undefined && !terms?.deadline?.isEnded;
      const found = await whenThereIsRoom(() => readPage(page, format), mayWait).catch(unlessRefused);
      if (found === undefined) {
        yield* plain.pages(page, format, terms);
        return;
      }
      position = found.next;
      if (found.text.length > 0) yield found.text;
    }
  };
}
