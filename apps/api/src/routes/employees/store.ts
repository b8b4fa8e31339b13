import { Employee } from '@roster/models';
import { type InferAttributes, Op, UniqueConstraintError } from 'sequelize';
import { nameTaken } from '../../errors.ts';
import type { EmployeeChanges, EmployeeDocument, NewEmployee } from './schema.ts';

/**
 * The employees' room for data access: what the routes want of the database, in the shapes that they answer with. Another
 * way to the same rows replaces this one file.
 */
export interface EmployeeStore {
  /** By id, the first `limit` after the id `after`. */
  list(page: { after: number; limit: number }): Promise<EmployeeDocument[]>;
  find(id: number): Promise<EmployeeDocument | undefined>;
  /** @throws name-taken */
  create(employee: NewEmployee): Promise<EmployeeDocument>;
  /** The employee as changed; undefined where there is none. @throws name-taken */
  update(id: number, changes: EmployeeChanges): Promise<EmployeeDocument | undefined>;
  /** Whether there was one. */
  remove(id: number): Promise<boolean>;
}

type Row = InferAttributes<Employee>;

const GREATEST_ID = 2 ** 31 - 1;

/** Whether a row can have this id at all; one past int4 would be an error to PostgreSQL. */
const isId = (id: number): boolean => id >= 1 && id <= GREATEST_ID;

/** The plain way: each statement is Sequelize's. */
export const employeeStore: EmployeeStore = {
  async list({ after, limit }) {
    const rows = await Employee.findAll({ where: { id: { [Op.gt]: after } }, order: ['id'], limit, raw: true });
    return rows.map(toDocument);
  },

  async find(id) {
    const row = isId(id) ? await Employee.findByPk(id, { raw: true }) : null;
    return row === null ? undefined : toDocument(row);
  },

  async create(employee) {
    return toDocument(await Employee.create(employee).catch(rethrowTaken));
  },

  async update(id, changes) {
    if (!isId(id)) return undefined;
    const [, [row]] = await Employee.update(changes, { where: { id }, returning: true }).catch(rethrowTaken);
    return row === undefined ? undefined : toDocument(row);
  },

  async remove(id) {
    return isId(id) && (await Employee.destroy({ where: { id } })) > 0;
  },
};

function toDocument({
  id,
  name,
  salary,
  bonus,
  isLeave,
  gender,
  entryDate,
  createdTime,
  updateTime,
}: Row): EmployeeDocument {
  return {
    id,
    name,
    salary,
    bonus,
    isLeave,
    gender,
    entryDate: entryDate.toISOString(),
    createdTime: createdTime.toISOString(),
    updateTime: updateTime.toISOString(),
  };
}

/** The name is the table's only unique column beside the key, which no request sets. */
function rethrowTaken(error: unknown): never {
  throw error instanceof UniqueConstraintError ? nameTaken(error) : error;
}
