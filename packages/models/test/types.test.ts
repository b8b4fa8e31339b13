import { describe, test } from 'vitest';
import { Employee } from '../src/index.ts';

/**
 * Compile-time only: tsc (`pnpm typecheck`) is the judge, and each @ts-expect-error fails it where the line compiles.
 * The functions are never called.
 */
describe('types', () => {
  test('know every column of an instance', () => {
    void ((employee: Employee) => {
      const { id, name, salary, bonus, isLeave, gender, entryDate, createdTime, updateTime } = employee;
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
    });
  });

  test('refuse wrong keys and values in create', () => {
    void (() => [
      Employee.create({ name: 'a', salary: '1.00', gender: '女', entryDate: new Date() }),
      // @ts-expect-error an unknown key
      Employee.create({ name: 'a', salary: '1.00', gender: '女', nick: 'x' }),
      // @ts-expect-error salary is missing
      Employee.create({ name: 'a', gender: '女' }),
      // @ts-expect-error salary is a decimal string
      Employee.create({ name: 'a', salary: 1, gender: '女' }),
      // @ts-expect-error not a gender
      Employee.create({ name: 'a', salary: '1.00', gender: 'x' }),
    ]);
  });

  test('refuse wrong keys in where and update', () => {
    void (() => [
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
    ]);
  });

  test('keep the times the database’s own', () => {
    void ((employee: Employee) => {
      // @ts-expect-error read-only
      employee.createdTime = new Date();
    });
  });
});
