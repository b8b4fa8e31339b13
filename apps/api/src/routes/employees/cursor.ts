import { z } from 'zod';
import { invalidRequest } from '../../errors.ts';

/**
 * Where a page ended: the order that it was read in, and the sort values of its last row. The next page is what comes
 * after these in that order, however many rows come and go in between. Nothing in it is secret: it is opaque so that it
 * may change.
 */
const Cursor = z.strictObject({ sort: z.string(), after: z.array(z.union([z.string(), z.number(), z.boolean()])) });

export type Cursor = z.output<typeof Cursor>;

/** The order of the list where no other is asked for. */
export const BY_ID = 'id';

const PositionById = z.tuple([z.int32()]);

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/**
 * The id after which the next page starts; 0, before all rows, without a cursor.
 *
 * @throws 422 for a cursor that this API did not make, or that belongs to another order
 */
export function idAfter(text: string | undefined): number {
  if (text === undefined) return 0;
  const cursor = decode(text);
  const position = PositionById.safeParse(cursor?.after);
  if (cursor?.sort !== BY_ID || !position.success) {
    throw invalidRequest([
      { loc: ['query', 'cursor'], msg: 'Input should be the nextCursor of a page in the same order', type: 'cursor' },
    ]);
  }
  return position.data[0];
}

function decode(text: string): Cursor | undefined {
  const cursor = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  // Buffer skips what is not base64url: only what encodes back to itself is one of ours.
  return cursor.success && encodeCursor(cursor.data) === text ? cursor.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
