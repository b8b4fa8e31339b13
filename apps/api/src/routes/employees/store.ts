import { Employee } from '@roster/models';
import {
  type Attributes,
  type InferAttributes,
  Op,
  type Transaction,
  UniqueConstraintError,
  type WhereOptions,
} from 'sequelize';
import { optionsOf, type Terms } from '../../database/terms.ts';
import { databaseBusy, namesTaken, nameTaken, preconditionFailed } from '../../errors.ts';
import type { TagList } from '../../http/conditional.ts';
import { type Json, json } from '../../http/json.ts';
import type { Position } from './cursor.ts';
import { isTime, type Order, type TimeKey, timeKeys } from './order.ts';
import type { EmployeeChanges, EmployeeDocument, EmployeeFilters, NewEmployee } from './schema.ts';
import { after, exactTimeIn, exactTimes, filtered, givenIn, orderBy, positionOf, skipping } from './selection.ts';
import { isIdTaken, withFreeId } from './sequence.ts';
import { type ExportFormat, rowsText } from './transfer/formats.ts';
import { beginImport, type ImportSession, importsAtOnce } from './transfer/session.ts';
import { etagOf, inState, type Version } from './version.ts';

export interface Page {
  filters: EmployeeFilters;
  order: Order;
  /** The last row of the page before. */
  after?: Position | undefined;
  offset?: number | undefined;
  limit: number;
}

/** A row as it is answered, and the ETag of the state that it was read in. */
export interface Tagged {
  id: number;
  employee: Json<EmployeeDocument>;
  etag: string;
}

export type { ExportFormat };

/** What reads. */
export interface Reads {
  /** @returns the rows, and where the last one stands in the order: undefined where there is no next page */
  list(page: Page, terms?: Terms): Promise<{ items: Json<EmployeeDocument[]>; next: Position | undefined }>;
  count(filters: EmployeeFilters, terms?: Terms): Promise<number>;
  /** All rows, or those after one, as a file has them, each piece when it is asked for. Times have their microseconds. */
  pages(
    selection: Pick<Page, 'filters' | 'order' | 'after'>,
    format: ExportFormat,
    terms?: Pick<Terms, 'needed' | 'deadline'>,
  ): AsyncIterable<string | Buffer>;
  find(id: number, terms?: Terms): Promise<Tagged | undefined>;
}

/**
 * The employees' room for data access: what the routes want of the database, in the shapes that they answer with. Another
 * way to the same rows is another object of this type.
 */
export interface EmployeeStore extends Reads {
  /** @throws name-taken */
  create(employee: NewEmployee, terms?: Terms): Promise<Tagged>;
  /** All or none. @returns them in the order given. @throws name-taken with the index of each */
  createMany(employees: readonly NewEmployee[], terms?: Terms): Promise<Json<EmployeeDocument[]>>;
  /** The employee as changed; undefined where there is none. @throws name-taken, precondition-failed */
  update(
    id: number,
    changes: EmployeeChanges,
    ifMatch: TagList | undefined,
    terms?: Terms,
  ): Promise<Tagged | undefined>;
  /** Whether there was one. @throws precondition-failed */
  remove(id: number, ifMatch: TagList | undefined, terms?: Terms): Promise<boolean>;
  /** How many imports may run beside each other. */
  importsAtOnce(): number;
  /** @param transaction of which it is a part: whoever began that ends it. Default: one of its own */
  beginImport(transaction?: Transaction): ImportSession;
}

type Row = InferAttributes<Employee>;
type Where = WhereOptions<Attributes<Employee>>;

const GREATEST_ID = 2 ** 31 - 1;

/** Whether a row can have this id at all; one past int4 would be an error to PostgreSQL. */
export const isId = (id: number): boolean => id >= 1 && id <= GREATEST_ID;

/** Also RETURNING the system column, which no model has. */
const returning = ['*', 'xmin'] as unknown as (keyof Attributes<Employee>)[];

/** The plain way: each statement is Sequelize's. @param from `useMaster: false`: from a replica */
export const plainReads = (from: { useMaster?: boolean } = {}): Reads => ({
  async list({ filters, order, after: position, offset = 0, limit }, terms) {
    const { where = {}, ...skip } = skipping(order, givenIn(filters), offset);
    const page = selected({ filters, order, after: position });
    const rows = await Employee.findAll({
      ...from,
      ...optionsOf(terms),
      ...page,
      where: { [Op.and]: [page.where, where] },
      attributes: { include: exactTimes(order.map(({ key }) => key).filter(isTime)) },
      // One more than asked for tells whether there is a next page.
      limit: limit + 1,
      ...(skip as { offset?: number }),
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items: json(rows.slice(0, limit).map(toDocument)), next: last && positionOf(last, order) };
  },

  async *pages({ filters, order, after: start }, format) {
    for (let position = start, isFirst = true; isFirst || position; isFirst = false) {
      const rows = await Employee.findAll({
        ...from,
        ...selected({ filters, order, after: position }),
        attributes: { exclude: [...timeKeys], include: exactTimes(timeKeys) },
        limit: EXPORT_PAGE,
      });
      const last = rows.length === EXPORT_PAGE ? rows.at(-1) : undefined;
      position = last && positionOf(last, order);
      if (rows.length > 0) yield rowsText[format](rows.map(toExactDocument));
    }
  },

  count: (filters, terms) => Employee.count({ ...from, ...optionsOf(terms), where: filtered(filters) }),

  async find(id, terms) {
    if (!isId(id)) return undefined;
    const row = await Employee.findByPk(id, {
      ...from,
      ...optionsOf(terms),
      attributes: { include: ['xmin'] },
      raw: true,
    });
    return row === null ? undefined : tagged(row);
  },
});

export const employeeStore: EmployeeStore = {
  ...plainReads(),

  async create(employee, terms) {
    const options = { returning, ...optionsOf(terms) };
    const creating = withFreeId(() => Employee.create(employee, options), terms?.transaction);
    const { dataValues } = await creating.catch(rethrowTaken);
    return tagged(dataValues);
  },

  async createMany(employees, terms) {
    const options = { returning: true, ...optionsOf(terms) };
    const creating = withFreeId(() => Employee.bulkCreate([...employees], options), terms?.transaction);
    const rows = await creating.catch(rethrowWhichTaken(employees, terms));
    return json(rows.map(({ dataValues }) => toDocument(dataValues)));
  },

  async update(id, changes, ifMatch, terms) {
    if (!isId(id)) return undefined;
    const options = { where: matching(id, ifMatch), returning, ...optionsOf(terms) };
    const [, [row]] = await Employee.update(changes, options).catch(rethrowTaken);
    if (row === undefined) await assertNone(id, ifMatch);
    return row && tagged(row.dataValues);
  },

  importsAtOnce,
  beginImport,

  async remove(id, ifMatch, terms) {
    if (!isId(id)) return false;
    const removed = await Employee.destroy({ where: matching(id, ifMatch), ...optionsOf(terms) });
    if (removed === 0) await assertNone(id, ifMatch);
    return removed > 0;
  },
};

/** Rows that an export holds at a time. */
export const EXPORT_PAGE = 1000;

/** Which rows, in what order, as plain objects. */
const selected = ({ filters, order, after: position }: Omit<Page, 'limit' | 'offset'>) => ({
  where: { [Op.and]: [filtered(filters), position ? after(order, position) : {}] },
  order: orderBy(order),
  raw: true as const,
});

/** PostgreSQL looks at the condition again when it had to wait for another writer, so that of two one finds it false. */
const matching = (id: number, ifMatch: TagList | undefined): Where => ({ [Op.and]: [{ id }, inState(ifMatch) ?? {}] });

/** Nothing was changed: because there is nothing, or because it is in another state. */
async function assertNone(id: number, ifMatch: TagList | undefined): Promise<void> {
  if (ifMatch === undefined) return;
  if ((await Employee.count({ where: { id } })) > 0) throw preconditionFailed(`employee ${id}`);
}

function tagged(row: Row): Tagged {
  return { id: row.id, employee: json(toDocument(row)), etag: etagOf(row as unknown as Version) };
}

const toDocument = (row: Row): EmployeeDocument => documentOf(row, (key) => row[key].toISOString());

/** With times that `exactTimes` has read. */
const toExactDocument = (row: Row): EmployeeDocument =>
  documentOf(row, (key) => exactTimeIn(row, key).replace(/000Z$/, 'Z'));

const documentOf = ({ id, name, salary, bonus, isLeave, gender }: Row, time: (key: TimeKey) => string) => ({
  id,
  name,
  salary,
  bonus,
  isLeave,
  gender,
  entryDate: time('entryDate'),
  createdTime: time('createdTime'),
  updateTime: time('updateTime'),
});

function rethrowTaken(error: unknown): never {
  throw isNameTaken(error) ? nameTaken(error) : asBusy(error);
}

/** Not by the name's own field: Sequelize does not find it where the name has a line break (its postgres/query.js). */
const isNameTaken = (error: unknown): boolean => error instanceof UniqueConstraintError && !isIdTaken(error);

/** An id that was taken at each try (`withFreeId`): a later one draws another. */
const asBusy = (error: unknown): unknown => (error instanceof UniqueConstraintError ? databaseBusy(error) : error);

/** PostgreSQL names the first only, so the others are asked for. */
const rethrowWhichTaken = (employees: readonly NewEmployee[], terms?: Terms) => async (error: unknown) => {
  if (!isNameTaken(error)) throw asBusy(error);
  const names = employees.map(({ name }) => name);
  const options = { where: { name: names }, raw: true as const, ...optionsOf(terms) };
  const taken = await Employee.findAll({ attributes: ['name'], ...options });
  const seen = new Set(taken.map(({ name }) => name));
  const at = names.flatMap((name, index) => (seen.has(name) || names.indexOf(name) < index ? [index] : []));
  throw namesTaken(at, error);
};
