/** PostgreSQL's NAMEDATALEN less one: names longer than this many bytes are cut. */
const MOST_BYTES = 63;

const encoder = new TextEncoder();
/** Nearly all names are of ASCII, and need no encoding to be counted. */
const PRINTABLE = /^[ -~]*$/;
const bytes = (text: string): number => (PRINTABLE.test(text) ? text.length : encoder.encode(text).length);

/** Cuts as PostgreSQL does: to at most `most` bytes, never through a character. */
export function clip(name: string, most: number = MOST_BYTES): string {
  // A UTF-16 unit is at most three bytes: most names need no counting.
  if (name.length * 3 <= most) return name;
  let clipped = name;
  while (bytes(clipped) > most) clipped = Array.from(clipped).slice(0, -1).join('');
  return clipped;
}

/**
 * The name that PostgreSQL gives by itself to what belongs to a table: `employee_name_key`, `employee_id_seq`. Of two
 * parts that are too long together the longer one is cut first (makeObjectName, src/backend/commands/indexcmds.c).
 */
export function objectName(table: string, column: string | undefined, label: string): string {
  const tail = `_${label}`;
  const room = MOST_BYTES - bytes(tail) - (column === undefined ? 0 : 1);
  let [first, second] = [bytes(table), column === undefined ? 0 : bytes(column)];
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  return [clip(table, first), ...(column === undefined ? [] : [clip(column, second)])].join('_') + tail;
}
