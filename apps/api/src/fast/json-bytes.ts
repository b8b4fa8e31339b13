const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LOWER_U = 0x75;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** What one character can take: `\u001f`, in bytes. */
const LONGEST = 6;

/**
 * JSON on its way to bytes, character by character and without a string in between: of a page of rows those strings would
 * be most of what there is to collect afterwards. One serves all answers, each being written at one go.
 */
export class JsonBytes {
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

  /** What is JSON already, and ASCII. @param start,end of the part that is written */
  ascii(text: string, start = 0, end = text.length): void {
    const bytes = this.#withRoomFor(end - start);
    let length = this.#length;
    for (let at = start; at < end; at += 1) bytes[length++] = text.charCodeAt(at);
    this.#length = length;
  }

  /** A text as a JSON string. */
  string(text: string): void {
    const bytes = this.#withRoomFor(text.length * LONGEST + 2);
    let length = this.#length;
    bytes[length++] = QUOTE;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= SPACE && code < 0x80 && code !== QUOTE && code !== BACKSLASH) bytes[length++] = code;
      else if (code < 0x80) length = escape(bytes, length, code);
      else if (code < 0x800) length = two(bytes, length, code);
      else if (code < FIRST_SURROGATE || code > LAST_SURROGATE) length = three(bytes, length, code);
      else length = four(bytes, length, text.codePointAt(at++) ?? 0);
    }
    bytes[length++] = QUOTE;
    this.#length = length;
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

/** As `JSON.stringify` writes them. */
const SHORT: Readonly<Record<number, number>> = {
  [QUOTE]: QUOTE,
  [BACKSLASH]: BACKSLASH,
  8: 0x62,
  9: 0x74,
  10: 0x6e,
  12: 0x66,
  13: 0x72,
};
const HEX = Buffer.from('0123456789abcdef');

function escape(bytes: Buffer, length: number, code: number): number {
  if (code === 0x7f) {
    bytes[length] = code;
    return length + 1;
  }
  const short = SHORT[code];
  bytes[length] = BACKSLASH;
  bytes[length + 1] = short ?? LOWER_U;
  if (short !== undefined) return length + 2;
  bytes.fill('0', length + 2, length + 4);
  bytes[length + 4] = HEX[code >> 4] ?? 0;
  bytes[length + 5] = HEX[code & 15] ?? 0;
  return length + 6;
}

/** UTF-8 (RFC 3629), by the number of its bytes. PostgreSQL has no halves of surrogate pairs. */
function two(bytes: Buffer, length: number, code: number): number {
  bytes[length] = 0xc0 | (code >> 6);
  bytes[length + 1] = 0x80 | (code & 63);
  return length + 2;
}

function three(bytes: Buffer, length: number, code: number): number {
  bytes[length] = 0xe0 | (code >> 12);
  bytes[length + 1] = 0x80 | ((code >> 6) & 63);
  bytes[length + 2] = 0x80 | (code & 63);
  return length + 3;
}

function four(bytes: Buffer, length: number, code: number): number {
  bytes[length] = 0xf0 | (code >> 18);
  bytes[length + 1] = 0x80 | ((code >> 12) & 63);
  bytes[length + 2] = 0x80 | ((code >> 6) & 63);
  bytes[length + 3] = 0x80 | (code & 63);
  return length + 4;
}
