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
  if (date === undefined) throw new RangeError('the time has no RFC 3339 form');
  return `${date}T${time}.${fraction.slice(0, digits).padEnd(digits, '0')}Z`;
}

/** With all that the database has of it, and no more digits than that needs: three where those say it. */
export const exactTimeText = (text: string): string => timeText(text, 6).replace(/000Z$/, 'Z');

/** The same in bytes: where the parts of the usual form stand. */
const SPACE_AT = 10;
const POINT_AT = 19;
/** The third digit after the point ends there. */
export const MILLISECOND_END = POINT_AT + 4;
/** The length of `+00`. */
export const ZONE = 3;

/**
 * Whether a text begins as almost all times do: four digits of a year, and a fraction of three digits or more. No pattern
 * is needed to see that, and no text is made.
 */
export function isUsualTime(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start >= MILLISECOND_END + ZONE &&
    bytes[start + SPACE_AT] === 0x20 &&
    bytes[start + POINT_AT] === 0x2e &&
    bytes[end - 3] === 0x2b &&
    bytes[end - 2] === 0x30 &&
    bytes[end - 1] === 0x30
  );
}
