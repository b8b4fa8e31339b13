import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { invalidRequest } from '../../errors.ts';
import { type Order, orderText, sortKeys } from './order.ts';

/** The values of a row in the columns of an order. */
export type Position = readonly (string | number | boolean)[];

/**
 * Where a page ended, as a text for the client: the order that it was read in, and the values of its last row. The next
 * page is what comes after these, however many rows come and go in between. It is opaque so that it may change.
 */
const Content = z.strictObject({ sort: z.string(), after: z.array(z.unknown()) });

/** In bytes. */
const SIGNATURE = 12;

export interface Cursors {
  encode(order: Order, after: Position): string;
  /** @throws 422 for a text that these cursors did not make, or that belongs to another order */
  decode(text: string, order: Order): Position;
}

/**
 * @param secret signs them. Nothing in a cursor is secret and every value is checked, so that with an empty one, too,
 *   nothing can be reached by writing one by hand; the signature is then a checksum
 */
export const cursorsSignedBy = (secret: string): Cursors => ({
  encode(order, after) {
    const content = Buffer.from(JSON.stringify({ sort: orderText(order), after }));
    return Buffer.concat([signature(secret, content), content]).toString('base64url');
  },

  decode(text, order) {
    const content = Content.safeParse(parse(secret, text));
    if (!content.success || content.data.sort !== orderText(order)) throw notACursor();
    const after = positionIn(order).safeParse(content.data.after);
    if (!after.success) throw notACursor();
    return after.data;
  },
});

const positionIn = (order: Order): z.ZodType<Position> =>
  z.tuple(order.map(({ key }) => sortKeys[key]) as unknown as [z.ZodType<string | number | boolean>]);

function parse(secret: string, text: string): unknown {
  const bytes = Buffer.from(text, 'base64url');
  // Buffer skips what is not base64url: only what encodes back to itself is one of ours.
  if (bytes.length <= SIGNATURE || bytes.toString('base64url') !== text) return undefined;
  const content = bytes.subarray(SIGNATURE);
  if (!timingSafeEqual(bytes.subarray(0, SIGNATURE), signature(secret, content))) return undefined;
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}

const signature = (secret: string, content: Buffer): Buffer =>
  createHmac('sha256', secret).update(content).digest().subarray(0, SIGNATURE);

const notACursor = () =>
  invalidRequest([
    { loc: ['query', 'cursor'], msg: 'Input should be the nextCursor of a page in the same order', type: 'cursor' },
  ]);
