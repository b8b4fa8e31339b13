import { QueryTypes, UniqueConstraintError, ValidationError } from 'sequelize';
import { beforeEach, describe, expect, test } from 'vitest';
import { Employee, Gender, models } from '../src/index.ts';
import { useDatabase } from './database.ts';

const database = useDatabase(models);
const lilei = { name: '李雷', salary: '12345.60', gender: Gender.Male };

beforeEach(() => Employee.destroy({ truncate: true }));

interface CatalogColumn {
  name: string;
  type: string;
  notNull: boolean;
  default: string | null;
  comment: string | null;
}

const columns = (): Promise<CatalogColumn[]> =>
  database.sequelize.query<CatalogColumn>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
            pg_get_expr(d.adbin, d.adrelid) AS "default", col_description(a.attrelid, a.attnum) AS comment
       FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = 'employee'::regclass AND a.attnum > 0 ORDER BY a.attnum`,
    { type: QueryTypes.SELECT },
  );

describe('the table that sync makes', () => {
  test('has exactly the columns, types, defaults and comments of the contract, the times last', async () => {
    const row = (name: string, type: string, byDefault: string | null = null, comment: string | null = null) => ({
      name,
      type,
      notNull: true,
      default: byDefault,
      comment,
    });
    expect(await columns()).toEqual([
      row('id', 'integer', "nextval('employee_id_seq'::regclass)"),
      row('name', 'character varying(40)'),
      row('salary', 'numeric(10,2)'),
      row('bonus', 'integer', '0', '员工资金'),
      row('is_leave', 'boolean', 'false', '是否离职，默认为非'),
      row('gender', 'enum_employee_gender'),
      row('entry_date', 'timestamp with time zone', 'now()', '入职时间'),
      row('created_time', 'timestamp with time zone', 'now()', '创建时间'),
      row('update_time', 'timestamp with time zone', 'now()', '记录修改时间'),
    ]);
  });

  test('takes a row from plain SQL that names only what has no default', async () => {
    await database.sequelize.query("INSERT INTO employee (name, salary, gender) VALUES ('韩梅梅', 1, '女')");
    const employee = await Employee.findOne({ where: { name: '韩梅梅' }, rejectOnEmpty: true });
    expect(employee).toMatchObject({ bonus: 0, isLeave: false, gender: '女', salary: '1.00' });
    expect(employee.entryDate).toBeInstanceOf(Date);
  });
});

describe('a new employee', () => {
  test('has its defaults and the database times as Dates', async () => {
    const employee = await Employee.create(lilei);
    expect(employee.id).toBeGreaterThan(0);
    expect(employee).toMatchObject({ ...lilei, bonus: 0, isLeave: false });
    for (const time of [employee.entryDate, employee.createdTime, employee.updateTime])
      expect(time).toBeInstanceOf(Date);
    expect(employee.createdTime).toEqual(employee.updateTime);
  });

  test.each(['0', '0.01', '0.10', '12345.60', '99999999.99'])('keeps the salary %s to the cent', async (salary) => {
    await Employee.create({ ...lilei, salary });
    const { salary: read } = await Employee.findOne({ rejectOnEmpty: true });
    expect(Number(read)).toBe(Number(salary));
    expect(read).toMatch(/^\d+\.\d\d$/);
  });

  test('may have a name of 40 characters of any plane', async () => {
    const name = '😀'.repeat(40);
    await Employee.create({ ...lilei, name });
    expect(await Employee.count({ where: { name } })).toBe(1);
  });
});

describe('an update', () => {
  test('of an instance moves update_time by the database clock and reads it back as a Date', async () => {
    const employee = await Employee.create(lilei);
    const { createdTime, updateTime } = employee;
    employee.bonus = 5;
    await employee.save();
    expect(employee.updateTime).toBeInstanceOf(Date);
    expect(employee.updateTime.getTime()).toBeGreaterThan(updateTime.getTime());
    expect(employee.createdTime).toEqual(createdTime);
    const reread = await Employee.findByPk(employee.id, { rejectOnEmpty: true });
    expect(reread.updateTime).toEqual(employee.updateTime);
  });

  test('of many rows moves update_time of each', async () => {
    const { id, updateTime } = await Employee.create(lilei);
    await Employee.update({ isLeave: true }, { where: { id } });
    const after = await Employee.findByPk(id, { rejectOnEmpty: true });
    expect(after.updateTime.getTime()).toBeGreaterThan(updateTime.getTime());
    expect(after.isLeave).toBe(true);
  });

  test('that changes nothing leaves update_time as it is', async () => {
    const employee = await Employee.create(lilei);
    const { updateTime } = employee;
    await employee.save();
    expect((await Employee.findByPk(employee.id, { rejectOnEmpty: true })).updateTime).toEqual(updateTime);
  });
});

describe('is refused', () => {
  const refused = async (change: Record<string, unknown>): Promise<ValidationError> => {
    const values = { ...lilei, ...change } as typeof lilei;
    return Employee.create(values).then(
      () => expect.fail('it was accepted'),
      (error: unknown) => error as ValidationError,
    );
  };

  test.each([
    ['a name of 41 characters', { name: 'x'.repeat(41) }, 'name', /1 to 40 characters/],
    ['an empty name', { name: '' }, 'name', /1 to 40 characters/],
    ['no name', { name: null }, 'name', /cannot be null/],
    ['no salary', { salary: null }, 'salary', /cannot be null/],
    ['an unknown gender', { gender: 'x' }, 'gender', /must be one of 男, 女/],
    ['no gender', { gender: null }, 'gender', /cannot be null/],
    ['a negative salary', { salary: '-0.01' }, 'salary', /from 0 to 99999999.99/],
    ['a salary that overflows', { salary: '100000000' }, 'salary', /from 0 to 99999999.99/],
    ['a salary of a tenth of a cent', { salary: '0.001' }, 'salary', /two decimals/],
    ['a salary that is no number', { salary: 'NaN' }, 'salary', /from 0 to 99999999.99/],
  ])('%s, by a ValidationError that names the column', async (_case, change, path, message) => {
    const error = await refused(change);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.errors.map((item) => item.path)).toEqual([path]);
    expect(error.message).toMatch(message);
    expect(await Employee.count()).toBe(0);
  });

  test('a taken name, by a UniqueConstraintError', async () => {
    await Employee.create(lilei);
    const error = await refused({});
    expect(error).toBeInstanceOf(UniqueConstraintError);
    expect(error.errors.map((item) => item.path)).toEqual(['name']);
  });

  test('several faults at once, each named', async () => {
    const error = await refused({ name: '', salary: '-1', gender: 'x' });
    expect(new Set(error.errors.map((item) => item.path))).toEqual(new Set(['gender', 'name', 'salary']));
  });
});
