/**
 * Bytes on their way out, written by whoever has the buffer and says where that ended. One serves all answers, each being
 * written at one go: no string comes in between, of which a page's would be most of what there is to collect afterwards.
 */
export class GrowingBytes {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);

  /** @param used bytes that are kept. @returns the buffer, with room for so many more */
  withRoom(used: number, more: number): Buffer {
    if (used + more > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (used + more));
      this.#bytes.copy(larger, 0, 0, used);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  /** A copy of the first ones. */
  copy(length: number): Buffer {
    return Buffer.from(this.#bytes.subarray(0, length));
  }
}
