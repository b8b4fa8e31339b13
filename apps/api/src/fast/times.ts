/** PostgreSQL's text of a timestamptz, as RFC 3339 writes it. */

/** `2026-11-22 21:58:28.123456+00`, of a session in UTC; PostgreSQL leaves out zeros at the end of a second. */
const TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/**
 * @param digits of a second: 3, or 6 which is all that PostgreSQL has
 * @returns RFC 3339 in UTC, cut and not rounded
 * @throws RangeError for what has no such form: infinity, and years past 9999 or before Christ
 */
export function timeText(text: string, digits: 3 | 6): string {
  const [, date, time, fraction = ''] = TIME.exec(text) ?? [];
  if (date === undefined) throw withoutForm();
  return `${date}T${time}.${fraction.slice(0, digits).padEnd(digits, '0')}Z`;
}

const withoutForm = (): RangeError => new RangeError('the time has no RFC 3339 form');

/** The same in bytes: no pattern is needed there, and no text is made. */
const [DASH, SPACE, POINT, PLUS, ZERO] = [0x2d, 0x20, 0x2e, 0x2b, 0x30];
const DASH_AT = 4;
const SPACE_AT = 10;
const POINT_AT = 19;
/** The length of `+00`. */
const ZONE = 3;

/**
 * What `Date.parse` makes of a time cut to the millisecond; for almost all times without a text of it.
 *
 * @throws RangeError as `timeText`
 */
export function timeValue(bytes: Buffer, start: number, end: number): number {
  const digits = digitsOf(bytes, start, end);
  const pair = (at: number): number =>
    (bytes[start + at] as number) * 10 + (bytes[start + at + 1] as number) - 11 * ZERO;
  const year = pair(0) * 100 + pair(2);
  // To Date.UTC years below 100 are of the twentieth century.
  if (digits < 3 || year < 100) return Date.parse(timeText(bytes.toString('latin1', start, end), 3));
  const millisecond = pair(FRACTION + 1) * 10 + (bytes[start + FRACTION + 3] as number) - ZERO;
  return Date.UTC(year, pair(5) - 1, pair(8), pair(11), pair(14), pair(17), millisecond);
}

/** Where a time's fraction begins, with its point, in a text that ends with `+00`; it may be empty. */
export const FRACTION = POINT_AT;

/** @returns how many digits of a second it has. @throws RangeError as `timeText` */
export function digitsOf(bytes: Buffer, start: number, end: number): number {
  const zone = end - ZONE;
  const hasForm =
    zone - start >= FRACTION &&
    bytes[start + DASH_AT] === DASH &&
    bytes[start + SPACE_AT] === SPACE &&
    bytes[zone] === PLUS &&
    bytes[zone + 1] === ZERO &&
    bytes[zone + 2] === ZERO;
  if (hasForm && zone === start + POINT_AT) return 0;
  if (hasForm && bytes[start + POINT_AT] === POINT) return zone - start - POINT_AT - 1;
  throw withoutForm();
}
