import { z } from 'zod';
import type { Fault } from '../../../errors.ts';
import { exactInstant } from '../../../http/wire.ts';
import { NewEmployee } from '../schema.ts';

/** Leaves ids for those that come after: a row with the last one would be the last row. */
const GREATEST_ID = 2_000_000_000;

/**
 * A row of an import: what a new employee is made of, and what an export has besides. Those are kept as they are, so that
 * an export goes back in as it was, to the microsecond; without them the row is a new employee.
 */
export const EmployeeRow = z
  .strictObject({
    ...NewEmployee.shape,
    entryDate: exactInstant.optional(),
    id: z.int().min(1).max(GREATEST_ID).optional(),
    createdTime: exactInstant.optional(),
    updateTime: exactInstant.optional(),
  })
  .meta({ id: 'EmployeeRow', example: { name: '李雷', salary: '12345.60', gender: '男' } });

export type EmployeeRow = z.output<typeof EmployeeRow>;

/** What stands on a line of an upload: a value to be checked, or what keeps it from being one. */
export type Line = { line: number; value: unknown } | { line: number; faults: Omit<Fault, 'loc'>[] };

/** Those that have come: each is read when it is asked for, and none but those is waited for. */
export type Lines = AsyncGenerator<Iterable<Line>>;
