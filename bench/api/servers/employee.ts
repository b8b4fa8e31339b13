/** What every server answers for an employee. A Date becomes RFC 3339 with milliseconds in its JSON. */
export interface Employee {
  id: number;
  name: string;
  /** Two decimals. */
  salary: string;
  bonus: number;
  isLeave: boolean;
  gender: Gender;
  entryDate: Date;
  createdTime: Date;
  updateTime: Date;
}

export type Gender = '男' | '女';

/** What a creation brings. */
export interface NewEmployee {
  name: string;
  salary: string;
  gender: Gender;
  bonus?: number;
  isLeave?: boolean;
  entryDate?: string;
}

export type EmployeeChanges = Partial<NewEmployee>;

/** The least that a server checks of a body where no library does it. */
export function isNewEmployee(body: unknown): body is NewEmployee {
  return isChanges(body) && body.name !== undefined && body.salary !== undefined && body.gender !== undefined;
}

export function isChanges(body: unknown): body is EmployeeChanges {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { name, salary, gender } = body as Record<string, unknown>;
  return (
    (name === undefined || (typeof name === 'string' && name.length > 0 && name.length <= 40)) &&
    (salary === undefined || (typeof salary === 'string' && /^\d{1,8}(\.\d{1,2})?$/.test(salary))) &&
    (gender === undefined || gender === '男' || gender === '女')
  );
}
