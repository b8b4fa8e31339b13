import type { Gender } from './employee.ts';

export type SortKey = 'id' | 'name' | 'salary' | 'bonus';

/** A list's parameters, read. */
export interface ListQuery {
  limit: number;
  offset: number;
  sort: SortKey;
  descending: boolean;
  /** The last row of the page before: its value in the sorted column, and its id. */
  after: Position | undefined;
  q: string | undefined;
  gender: Gender | undefined;
  salaryMin: string | undefined;
  salaryMax: string | undefined;
  entryFrom: Date | undefined;
}

export type Position = readonly [value: string | number, id: number];

export type Parameters = Readonly<Record<string, string | string[] | number | undefined>>;

/** Every server but Roster reads its list by this, the validating ones after their library has checked it. */
export function readListQuery(given: Parameters): ListQuery {
  const sort = text(given.sort) ?? 'id';
  const cursor = text(given.cursor);
  return {
    limit: Number(given.limit ?? 50),
    offset: Number(given.offset ?? 0),
    sort: sort.replace(/^-/, '') as SortKey,
    descending: sort.startsWith('-'),
    after: cursor === undefined ? undefined : decodeCursor(cursor),
    q: text(given.q),
    gender: text(given.gender) as Gender | undefined,
    salaryMin: text(given.salaryMin),
    salaryMax: text(given.salaryMax),
    entryFrom: given.entryFrom === undefined ? undefined : new Date(String(given.entryFrom)),
  };
}

const text = (value: Parameters[string]): string | undefined => (value === undefined ? undefined : String(value));

const KEYS = new Set<string>(['id', 'name', 'salary', 'bonus'] satisfies SortKey[]);

/** For the servers that check by hand: what goes into SQL as a name, and as a number. */
export const isListQuery = ({ limit, offset, sort, entryFrom }: ListQuery): boolean =>
  limit >= 1 && limit <= 200 && offset >= 0 && KEYS.has(sort) && !Number.isNaN(entryFrom?.getTime());

export const decodeCursor = (cursor: string): Position =>
  JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position;

export const encodeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Of one row more than asked for: it tells whether there is a next page. */
export function pageOf<T extends Record<SortKey, string | number>>(rows: T[], { limit, sort }: ListQuery): Page<T> {
  if (rows.length <= limit) return { items: rows, nextCursor: null };
  const items = rows.slice(0, limit);
  const last = items[limit - 1] as T;
  return { items, nextCursor: encodeCursor([last[sort], Number(last.id)]) };
}

/** What means something to LIKE means itself. */
export const likePattern = (q: string): string => `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
