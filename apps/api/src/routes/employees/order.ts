import { Gender } from '@roster/models';
import { z } from 'zod';
import { fault } from '../../http/wire.ts';

/** As `exactTime` has it: to the microsecond, where a Date would be cut, and a page begin again within a millisecond. */
const time = z.iso.datetime({ precision: 6 }).regex(/^(?!0000)/);

/** What the list can be sorted by, each with what a value of it looks like in a cursor. */
export const sortKeys = {
  id: z.int32(),
  name: z.string(),
  salary: z.string().regex(/^\d{1,8}\.\d\d$/),
  bonus: z.int32(),
  isLeave: z.boolean(),
  gender: z.enum(Object.values(Gender) as [Gender, ...Gender[]]),
  entryDate: time,
  createdTime: time,
  updateTime: time,
} as const;

export type SortKey = keyof typeof sortKeys;
export type TimeKey = { [K in SortKey]: (typeof sortKeys)[K] extends typeof time ? K : never }[SortKey];

/** Whether a column's value stands in the cursor as `exactTime`. */
export const isTime = (key: SortKey): key is TimeKey => sortKeys[key] === time;

export const timeKeys: readonly TimeKey[] = (Object.keys(sortKeys) as SortKey[]).filter(isTime);

export interface Direction {
  key: SortKey;
  descending: boolean;
}

/** Never empty, no key twice, the id always among them: so no two rows are equal in it. */
export type Order = readonly Direction[];

export const BY_ID: Order = [{ key: 'id', descending: false }];

const names = Object.keys(sortKeys).join('|');
const PATTERN = `^-?(${names})(,-?(${names}))*$`;
const SORT = new RegExp(PATTERN);

/** `-salary,name` → the order that it means. A column that is named again changes nothing. */
export const sortParam = z
  .string()
  .transform((text, ctx): Order => {
    if (!SORT.test(text)) {
      const words = `Input should be columns with commas between, "-" before a descending one: ${names.replaceAll('|', ', ')}`;
      return fault(ctx, 'sort', words);
    }
    return orderOf(text);
  })
  .meta({ override: { type: 'string', pattern: PATTERN, default: 'id' } });

/** The id breaks ties upwards, whatever the direction of the columns before it. */
function orderOf(text: string): Order {
  const words = text.split(',').map((word) => ({
    key: word.replace(/^-/, '') as SortKey,
    descending: word.startsWith('-'),
  }));
  const order = new Map<SortKey, Direction>();
  for (const word of words) if (!order.has(word.key)) order.set(word.key, word);
  return uptoId([...order.values(), ...BY_ID]);
}

/** What comes after the id decides nothing. */
const uptoId = (order: Order): Order => order.slice(0, order.findIndex(({ key }) => key === 'id') + 1);

/** The one text of an order: `sort=id` and no `sort` are the same. */
export const orderText = (order: Order): string =>
  order.map(({ key, descending }) => (descending ? `-${key}` : key)).join();
