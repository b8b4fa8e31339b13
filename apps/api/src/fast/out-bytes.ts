const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** In bytes: from this on a call of the system's own copy is faster than a loop. */
const LONG = 48;

/**
 * Text on its way out, from bytes to bytes and without a string in between: of a page of rows those strings would be most of
 * what there is to collect afterwards. One serves all answers, each being written at one go.
 */
export class OutBytes {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;

  /** Begins anew. */
  clear(): void {
    this.#length = 0;
  }

  /** A copy of what was written. */
  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  byte(code: number): void {
    const bytes = this.#withRoomFor(1);
    bytes[this.#length++] = code;
  }

  /** What is JSON already. @param start,end of the part that is written */
  raw(from: Buffer, start = 0, end = from.length): void {
    const bytes = this.#withRoomFor(end - start);
    if (end - start >= LONG) {
      from.copy(bytes, this.#length, start, end);
      this.#length += end - start;
      return;
    }
    let length = this.#length;
    for (let at = start; at < end; at += 1) bytes[length++] = from[at] as number;
    this.#length = length;
  }

  /** A text in UTF-8, which JSON is as well, as a JSON string. */
  string(from: Buffer, start: number, end: number): void {
    if (isPlain(from, start, end)) {
      this.byte(QUOTE);
      this.raw(from, start, end);
      this.byte(QUOTE);
    } else {
      this.raw(Buffer.from(JSON.stringify(from.toString('utf8', start, end))));
    }
  }

  #withRoomFor(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

/** Whether nothing in it has another form in a JSON string. */
function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = bytes[at] as number;
    if (code < SPACE || code === QUOTE || code === BACKSLASH) return false;
  }
  return true;
}
