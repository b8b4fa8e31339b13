/** Of a null, in place of its length. */
const NULL = -1;

/**
 * A row as it came: for each column the number of its bytes (int32) and those bytes, which are PostgreSQL's text.
 *
 * It keeps the whole piece that came off the socket, and so is for an answer that is written soon.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-DATAROW
 */
export class WireRow {
  readonly bytes: Buffer;
  /** Where the first column's length stands. */
  readonly start: number;
  readonly end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** A column's text. */
  text(column: number): string | null {
    const at = this.#at(column);
    const length = int32(this.bytes, at);
    return length === NULL ? null : this.bytes.toString('utf8', at + 4, at + 4 + length);
  }

  /** What is read from a column's bytes; from none where it is null. */
  read<T>(column: number, reader: (bytes: Buffer, start: number, end: number) => T): T {
    const at = this.#at(column);
    return reader(this.bytes, at + 4, at + 4 + Math.max(0, int32(this.bytes, at)));
  }

  /** Where a column's length stands. */
  #at(column: number): number {
    let at = this.start;
    for (let before = column; before > 0; before -= 1) at += 4 + Math.max(0, int32(this.bytes, at));
    return at;
  }
}

/** Not `readInt32BE`, whose checks take longer than this. */
export const int32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);
