import { Employee } from '@roster/models';
import { type InferAttributes, Op, type Sequelize, Transaction } from 'sequelize';

const COLUMNS = ['id', 'name', 'gender', 'isLeave', 'salary', 'bonus', 'entryDate'] as const;

/** What the payroll reads of an employee. */
export type EmployeeRow = Pick<InferAttributes<Employee>, (typeof COLUMNS)[number]>;

/** All employees as they were at one moment. */
export interface Snapshot {
  count: number;
  /** By id. */
  employees: AsyncIterable<EmployeeRow>;
}

/** A page is a few hundred kB, and the way to the server is paid once for so many. */
const PAGE = 1000;

/**
 * Lets `work` read the employees of one moment: what others write meanwhile is not seen, and waits for nothing.
 *
 * In pages by key, not by a cursor: Sequelize 6 has none, each page is one short query on the primary key, and no more than
 * one page is held. The transaction is what makes the pages one moment; like a cursor's it keeps VACUUM from what was
 * deleted since.
 */
export const readEmployees = <T>(sequelize: Sequelize, work: (snapshot: Snapshot) => Promise<T>): Promise<T> =>
  sequelize.transaction({ isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ }, async (transaction) => {
    await sequelize.query('SET TRANSACTION READ ONLY', { transaction });
    return work({ count: await Employee.count({ transaction }), employees: pages(transaction) });
  });

async function* pages(transaction: Transaction): AsyncGenerator<EmployeeRow> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: EmployeeRow[] = await Employee.findAll({
      attributes: [...COLUMNS],
      where: { id: { [Op.gt]: after } },
      order: ['id'],
      limit: PAGE,
      raw: true,
      transaction,
    });
    yield* page;
    after = page.at(-1)?.id;
  }
}
