import { Gender } from '@roster/models';
import { z } from 'zod';
import { amount, amountOut, booleanParam, instant, instantOut, integerParam, keyParam, text } from '../../http/wire.ts';
import { sortParam } from './order.ts';

const gender = z.enum(Object.values(Gender) as [Gender, ...Gender[]]);

const EXAMPLE = { name: '李雷', salary: '12345.60', gender: Gender.Male };

const EXAMPLE_DOCUMENT = {
  id: 1,
  ...EXAMPLE,
  bonus: 0,
  isLeave: false,
  entryDate: '2026-01-31T01:00:00.000Z',
  createdTime: '2026-01-31T01:00:00.000Z',
  updateTime: '2026-01-31T01:00:00.000Z',
};

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
  .meta({ id: 'Employee', example: EXAMPLE_DOCUMENT });

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

export const EmployeeKey = z.strictObject({ id: keyParam.meta({ description: 'Of the employee', example: 1 }) });

const tagList = z.string().optional();

export const IfMatch = z.object({
  'if-match': tagList.meta({
    description: 'ETags: done only where the employee is in one of these states',
    example: '"767-mia2c5d8"',
  }),
});

export const IfNoneMatch = z.object({
  'if-none-match': tagList.meta({
    description: 'ETags: 304 where the employee is in one of these states',
    example: '"767-mia2c5d8"',
  }),
});

export const EmployeePage = z
  .strictObject({
    items: z.array(EmployeeDocument),
    nextCursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
    total: z.int().optional().meta({ description: 'All rows that the filters let through, with `total=true`' }),
  })
  .meta({ id: 'EmployeePage', example: { items: [EXAMPLE_DOCUMENT], nextCursor: null, total: 1 } });

/** One request's worth: all in one statement and one transaction. */
export const MOST_IN_BULK = 1000;

export const NewEmployees = z
  .array(NewEmployee)
  .min(1)
  .max(MOST_IN_BULK)
  .meta({ id: 'NewEmployees', example: [EXAMPLE] });

export const CreatedEmployees = z
  .strictObject({ items: z.array(EmployeeDocument).meta({ description: 'In the order of the request' }) })
  .meta({ id: 'CreatedEmployees', example: { items: [EXAMPLE_DOCUMENT] } });

const filters = {
  q: text({ min: 0, max: 100 }).meta({ description: 'The name contains this text, in whatever case', example: '李' }),
  gender: gender.meta({ description: 'Only these', example: Gender.Female }),
  isLeave: booleanParam.meta({ description: 'Whether the employee has left', example: false }),
  salaryMin: amount.meta({ description: 'The least salary', example: '5000.00' }),
  salaryMax: amount.meta({ description: 'The greatest salary', example: '20000' }),
  entryFrom: instant.meta({ description: 'The earliest entryDate', example: '2020-01-01T00:00:00Z' }),
  entryTo: instant.meta({ description: 'The latest entryDate', example: '2026-12-31T23:59:59+08:00' }),
};

/** What the list and the export have in common: which rows, in what order. */
const EmployeeSelection = z
  .strictObject({
    ...filters,
    sort: sortParam.meta({
      description: 'Columns by comma, `-` for descending; id breaks ties, upwards',
      example: '-salary,name',
    }),
  })
  .partial();

export type EmployeeFilters = Omit<z.output<typeof EmployeeSelection>, 'sort'>;

export const DEFAULT_LIMIT = 50;
const GREATEST_OFFSET = 10_000;
const EXAMPLE_CURSOR = 'Rk5f2QJxH0mB7aT9eyJzb3J0IjoiaWQiLCJhZnRlciI6WzUwXX0';

export const EmployeeListQuery = EmployeeSelection.extend({
  limit: integerParam({ min: 1, max: 200, fallback: DEFAULT_LIMIT })
    .optional()
    .meta({ description: 'Rows of a page', example: 50 }),
  cursor: z
    .string()
    .optional()
    .meta({ description: '`nextCursor` of the page before, as it came', example: EXAMPLE_CURSOR }),
  offset: integerParam({ min: 0, max: GREATEST_OFFSET }).optional().meta({
    description: 'Rows to leave out, in place of a cursor: each costs time, and rows that come or go shift it',
    example: 0,
  }),
  total: booleanParam.optional().meta({ description: 'Whether to count all rows, which takes time', example: true }),
}).superRefine(({ cursor, offset }, ctx) => {
  if (cursor !== undefined && offset !== undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['offset'],
      params: { type: 'conflict' },
      message: 'Input should not be given beside a cursor',
    });
  }
});

export const EmployeeExportQuery = EmployeeSelection.extend({
  bom: booleanParam
    .optional()
    .meta({ description: 'Whether CSV begins with a byte order mark, for spreadsheets', example: true }),
});

export const EmployeeImportQuery = z.strictObject({
  dryRun: booleanParam.optional().meta({ description: 'Whether to try it all and keep nothing', example: true }),
});

export const ImportReport = z
  .strictObject({
    imported: z.int().meta({ description: 'Rows' }),
    dryRun: z.boolean().meta({ description: 'Whether nothing of it was kept' }),
  })
  .meta({ id: 'ImportReport', example: { imported: 1000, dryRun: false } });
