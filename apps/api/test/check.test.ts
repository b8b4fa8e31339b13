import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { check } from '../src/http/check.ts';
import { EmployeeChanges, NewEmployee, NewEmployees } from '../src/routes/employees/schema.ts';
import { EmployeeRow } from '../src/routes/employees/transfer/row.ts';
import { amounts, times } from './wire-values.ts';

const bodies = { NewEmployee, NewEmployees, EmployeeChanges, EmployeeRow } as const;

const values = {
  name: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.string(),
    fc.constantFrom('\0', '\ud800', '😀'.repeat(40), '😀'.repeat(41)),
  ),
  salary: amounts,
  gender: fc.constantFrom('男', '女', 'x'),
  bonus: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()),
  isLeave: fc.boolean(),
  entryDate: times,
  id: fc.oneof(fc.integer(), fc.maxSafeInteger()),
  createdTime: times,
  updateTime: times,
} as const;

/** Rows that are right, or nearly so: each field may lack, or be anything, and there may be others. */
const rows = fc
  .tuple(
    fc.record(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          fc.oneof({ arbitrary: value as fc.Arbitrary<unknown>, weight: 30 }, { arbitrary: fc.jsonValue(), weight: 1 }),
        ]),
      ),
      { requiredKeys: [] },
    ),
    fc.oneof(
      { arbitrary: fc.constant({}), weight: 5 },
      { arbitrary: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 1 }), weight: 1 },
    ),
  )
  .map(([row, others]) => ({ ...row, ...others }));

const ordinary = fc.record(
  {
    name: fc.string({ unit: fc.constantFrom('a', 'é', '李'), minLength: 1, maxLength: 40 }),
    salary: fc.integer({ min: 0, max: 9_999_999_999 }).map((cents) => (cents / 100).toFixed(2)),
    gender: fc.constantFrom('男', '女'),
    bonus: fc.integer(),
    isLeave: fc.boolean(),
    entryDate: fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString()),
  },
  { requiredKeys: ['name', 'salary', 'gender'] },
);

/** A row or rows, whatever the schema wants, and what it does not. */
const inputs = fc.oneof(
  { arbitrary: rows, weight: 6 },
  { arbitrary: ordinary, weight: 3 },
  { arbitrary: fc.array(fc.oneof(ordinary, rows), { maxLength: 4 }), weight: 2 },
  fc.jsonValue(),
);

describe.each(Object.entries(bodies))('%s', (_name, schema) => {
  test('is taken or refused by its code as by itself, with the same values in the same order and the same faults', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const [quick, itself] = [check(schema, input), schema.safeParse(input, { reportInput: true })];
        expect(quick.success).toBe(itself.success);
        expect(JSON.stringify(quick.data)).toBe(JSON.stringify(itself.data));
        expect(quick.data).toEqual(itself.data);
        expect(quick.error?.issues).toEqual(itself.error?.issues);
      }),
      { numRuns: 3000 },
    );
  });

  test('its code takes ordinary rows without asking it', () => {
    const copy = schema.clone() as z.ZodType;
    const asked: unknown[] = [];
    copy.safeParse = (value, params) => {
      asked.push(value);
      return schema.safeParse(value, params);
    };
    fc.assert(fc.property(ordinary, (row) => check(copy, schema === NewEmployees ? [row] : row).success));
    expect(asked).toEqual([]);
    expect(check(copy, { salary: '-1' }).success).toBe(false);
    expect(asked).toHaveLength(1);
  });
});
