import { Employee, IdempotencyKey } from '../src/index.ts';

/*
 * For the compiler only (`types.test.ts` runs it): a line after @ts-expect-error that compiles is an error. Nothing here
 * is ever called.
 */

export const instance = (employee: Employee): unknown => {
  const { id, name, salary, bonus, isLeave, gender, entryDate, createdTime, updateTime } = employee;
  // @ts-expect-error the times are the database's own
  employee.createdTime = new Date();
  return {
    numbers: [id, bonus] satisfies number[],
    strings: [name, salary] satisfies string[],
    leave: isLeave satisfies boolean,
    gender: gender satisfies '男' | '女',
    times: [entryDate, createdTime, updateTime] satisfies Date[],
    // @ts-expect-error no such column
    nick: employee.nick,
    // @ts-expect-error a decimal string, never a float
    sum: salary satisfies number,
  };
};

export const create = (): unknown => [
  Employee.create({ name: 'a', salary: '1.00', gender: '女', entryDate: new Date() }),
  // @ts-expect-error an unknown key
  Employee.create({ name: 'a', salary: '1.00', gender: '女', nick: 'x' }),
  // @ts-expect-error salary is missing
  Employee.create({ name: 'a', gender: '女' }),
  // @ts-expect-error salary is a decimal string
  Employee.create({ name: 'a', salary: 1, gender: '女' }),
  // @ts-expect-error not a gender
  Employee.create({ name: 'a', salary: '1.00', gender: 'x' }),
];

export const whereAndUpdate = (): unknown => [
  Employee.findAll({ where: { isLeave: true, createdTime: new Date() } }),
  // @ts-expect-error an unknown column
  Employee.findAll({ where: { nick: 'x' } }),
  // @ts-expect-error Sequelize's own createdAt is no column of ours
  Employee.findAll({ where: { createdAt: new Date() } }),
  Employee.update({ bonus: 1 }, { where: { id: 1 } }),
  // @ts-expect-error an unknown column
  Employee.update({ nick: 'x' }, { where: { id: 1 } }),
  // @ts-expect-error an unknown column
  Employee.update({ bonus: 1 }, { where: { nick: 'x' } }),
];

export const withoutBase = (): unknown => [
  IdempotencyKey.findAll({ where: { digest: 'a', expiresTime: new Date() } }),
  // @ts-expect-error it has no integer key
  IdempotencyKey.findAll({ where: { id: 1 } }),
  // @ts-expect-error the answer is missing
  IdempotencyKey.create({ digest: 'a', fingerprint: 'b' }),
];
