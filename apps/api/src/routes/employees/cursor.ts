import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidRequest } from '../../errors.ts';
import { type Order, orderText, sortKeys } from './order.ts';

/** The values of a row in the columns of an order. */
export type Position = readonly (string | number | boolean)[];

/**
 * Where a page ended, as a text for the client: the order that it was read in, and the values of its last row. The next
 * page is what comes after these, however many rows come and go in between. It is opaque so that it may change.
 */
interface Content {
  sort: string;
  after: Position;
}

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
    const content = Buffer.from(JSON.stringify({ sort: orderText(order), after } satisfies Content));
    return Buffer.concat([signature(secret, content), content]).toString('base64url');
  },

  decode(text, order) {
    const { sort, after } = parse(secret, text) ?? {};
    if (sort !== orderText(order) || !isPositionIn(order, after)) throw notACursor();
    return after;
  },
});

/** Each value is one that its column can have. */
const isPositionIn = (order: Order, after: unknown): after is Position =>
  Array.isArray(after) &&
  after.length === order.length &&
  order.every(({ key }, at) => sortKeys[key].safeParse(after[at]).success);

function parse(secret: string, text: string): { [K in keyof Content]?: unknown } | undefined {
  const bytes = Buffer.from(text, 'base64url');
  // Buffer skips what is not base64url: only what encodes back to itself is one of ours.
  if (bytes.length <= SIGNATURE || bytes.toString('base64url') !== text) return undefined;
  const content = bytes.subarray(SIGNATURE);
  if (!timingSafeEqual(bytes.subarray(0, SIGNATURE), signature(secret, content))) return undefined;
  try {
    return JSON.parse(content.toString()) as object;
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
