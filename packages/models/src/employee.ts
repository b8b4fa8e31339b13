import { type CreationOptional, literal } from 'sequelize';
import { Column, DataType, Table } from 'sequelize-typescript';
import { Base } from './base.ts';
import { Gender } from './gender.ts';
import { NAME_GRAMS } from './name-grams.ts';
import { Timestamped } from './timestamped.ts';

/** From 0 to 99999999.99, to the cent: what NUMERIC(10,2) holds without rounding. */
const SALARY = /^\d{1,8}(\.\d{1,2})?$/;

function assertSalary(value: unknown): void {
  if (!SALARY.test(String(value))) {
    throw new Error('salary must be from 0 to 99999999.99 with at most two decimals');
  }
}

/**
 * What lists are sorted and filtered by. Each ends in the id, which breaks ties: a page begins in the index wherever the
 * one before it ended, in both directions, however many rows are alike. `id` and `name` have the indexes of their keys.
 */
const SORTED_BY = ['salary', 'bonus', 'is_leave', 'gender', 'entry_date', 'created_time', 'update_time'];

const indexes = [
  ...SORTED_BY.map((column) => ({ fields: [column, 'id'] })),
  { name: 'employee_name_grams', using: 'gin', fields: [literal(`(${NAME_GRAMS})`)] },
];

/** A person on the payroll. */
@Table({ tableName: 'employee', indexes })
export class Employee extends Timestamped(Base)<Employee> {
  /** 1 to 40 characters (not UTF-16 units), one employee each. */
  @Column({
    type: DataType.STRING(40),
    allowNull: false,
    unique: true,
    validate: { len: { args: [1, 40], msg: 'name must be 1 to 40 characters' } },
  })
  declare name: string;

  /** Exact to the cent, so a decimal string: `'12345.60'`. */
  @Column({ type: DataType.DECIMAL(10, 2), allowNull: false, validate: { assertSalary } })
  declare salary: string;

  @Column({ type: DataType.INTEGER, allowNull: false, defaultValue: 0, comment: '员工资金' })
  declare bonus: CreationOptional<number>;

  /** Whether the employee has left. */
  @Column({
    type: DataType.BOOLEAN,
    field: 'is_leave',
    allowNull: false,
    defaultValue: false,
    comment: '是否离职，默认为非',
  })
  declare isLeave: CreationOptional<boolean>;

  @Column({
    type: DataType.ENUM(...Object.values(Gender)),
    allowNull: false,
    validate: {
      isIn: { args: [Object.values(Gender)], msg: `gender must be one of ${Object.values(Gender).join(', ')}` },
    },
  })
  declare gender: Gender;

  /** When the employee joined; the database's `now()` where it is not said. */
  @Column({
    type: DataType.DATE,
    field: 'entry_date',
    allowNull: false,
    defaultValue: literal('now()'),
    comment: '入职时间',
  })
  declare entryDate: CreationOptional<Date>;
}
