import { Gender } from '@roster/models';
import { type Cents, meanOf, parseCents } from './cents.ts';
import type { EmployeeRow } from './employees.ts';
import { salaryInvalid } from './errors.ts';

/** What some employees cost. */
export interface Totals {
  count: number;
  salary: Cents;
  /** Whole units: the column is an integer. */
  bonus: bigint;
}

/** The employees of one gender who work here, or who have left. */
export interface Group extends Totals {
  gender: Gender;
  isLeave: boolean;
}

export interface Summary {
  /** Every gender, working and left, also where nobody is. */
  groups: Group[];
  all: Totals;
}

/** A summary of nobody, to add employees to. */
export function emptySummary(): Summary {
  const groups = Object.values(Gender).flatMap((gender) =>
    [false, true].map((isLeave) => ({ gender, isLeave, ...nothing() })),
  );
  return { groups, all: nothing() };
}

const nothing = (): Totals => ({ count: 0, salary: 0n, bonus: 0n });

/** @throws PayrollError SALARY_INVALID */
export function addEmployee({ groups, all }: Summary, { id, gender, isLeave, salary, bonus }: EmployeeRow): void {
  const cents = parseCents(salary);
  if (cents === undefined) throw salaryInvalid(id);
  const group = groups.find((each) => each.gender === gender && each.isLeave === isLeave);
  for (const totals of group === undefined ? [all] : [group, all]) {
    totals.count += 1;
    totals.salary += cents;
    totals.bonus += BigInt(bonus);
  }
}

/** The mean salary; none where there is nobody. */
export const meanSalary = ({ salary, count }: Totals): Cents | undefined =>
  count === 0 ? undefined : meanOf(salary, count);
