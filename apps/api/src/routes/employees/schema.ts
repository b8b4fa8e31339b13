import { Gender } from '@roster/models';
import { z } from 'zod';
import { amount, amountOut, instant, instantOut, integerParam, keyParam, text } from '../../wire.ts';

const gender = z.enum(Object.values(Gender) as [Gender, ...Gender[]]);

const EXAMPLE = { name: '李雷', salary: '12345.60', gender: Gender.Male };

/** An employee as every answer shows it. */
export const EmployeeDocument = z
  .strictObject({
    id: z.int32(),
    name: z.string(),
    salary: amountOut,
    bonus: z.int32(),
    isLeave: z.boolean(),
    gender,
    entryDate: instantOut,
    createdTime: instantOut,
    updateTime: instantOut,
  })
  .meta({
    id: 'Employee',
    example: {
      id: 1,
      ...EXAMPLE,
      bonus: 0,
      isLeave: false,
      entryDate: '2026-01-31T01:00:00.000Z',
      createdTime: '2026-01-31T01:00:00.000Z',
      updateTime: '2026-01-31T01:00:00.000Z',
    },
  });

export type EmployeeDocument = z.output<typeof EmployeeDocument>;

const fields = {
  name: text({ min: 1, max: 40 }).meta({ description: 'Unique; 1 to 40 characters' }),
  salary: amount.meta({ description: 'From 0 to 99999999.99, to the cent; goes out as a string' }),
  gender,
  bonus: z.int32().meta({ description: 'Default 0' }),
  isLeave: z.boolean().meta({ description: 'Whether the employee has left; default false' }),
  entryDate: instant.meta({ description: 'RFC 3339; default now' }),
};

export const NewEmployee = z
  .strictObject({
    ...fields,
    bonus: fields.bonus.optional(),
    isLeave: fields.isLeave.optional(),
    entryDate: fields.entryDate.optional(),
  })
  .meta({ id: 'NewEmployee', example: EXAMPLE });

export type NewEmployee = z.output<typeof NewEmployee>;

/** RFC 7396: what is absent stays as it is. No field is nullable, so null is a fault. */
export const EmployeeChanges = z
  .strictObject(fields)
  .partial()
  .superRefine((changes, ctx) => {
    // Of a body with only unknown keys, those are the fault.
    if (Object.keys(changes).length > 0 || ctx.issues.length > 0) return;
    ctx.addIssue({ code: 'custom', params: { type: 'too_short' }, message: 'At least one field should be given' });
  })
  .meta({ id: 'EmployeeChanges', example: { salary: '13000.00' }, override: { minProperties: 1 } });

export type EmployeeChanges = z.output<typeof EmployeeChanges>;

export const EmployeeKey = z.strictObject({ id: keyParam.meta({ description: 'Of the employee' }) });

export const EmployeePage = z
  .strictObject({
    items: z.array(EmployeeDocument),
    nextCursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'EmployeePage' });

export const DEFAULT_LIMIT = 50;

export const EmployeeListQuery = z.strictObject({
  limit: integerParam({ min: 1, max: 200, fallback: DEFAULT_LIMIT }).optional().meta({ description: 'Rows of a page' }),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before, as it came' }),
});
