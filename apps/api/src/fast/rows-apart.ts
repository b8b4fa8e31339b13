import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { int32, WireRow } from './wire-row.ts';

/** A query that takes its rows as they came. */
export interface RowTaker {
  takeRow(row: WireRow): void;
}

/** What pg's Client and Connection have and their types lack. */
interface Internals {
  _getActiveQuery(): object | null | undefined;
  connection: { attachListeners(stream: Duplex | EventEmitter): void };
}

/**
 * Lets queries of a client take their rows before pg makes a string of each column: of a page of rows those are most of
 * what it costs to read. All else goes to pg as it came, in whole messages, and so do the rows of any other query.
 *
 * @param client not yet connected
 */
export function takeRowsApart(client: pg.Client): void {
  const internals = client as unknown as Internals;
  const { connection } = internals;
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    // What pg listens to in the stream's place.
    const rest = new EventEmitter();
    attach(rest);
    const messages = new Messages(
      (whole) => rest.emit('data', whole),
      () => rowTaker(internals._getActiveQuery()),
    );
    stream.on('data', (bytes: Buffer) => messages.push(bytes));
    stream.on('end', () => rest.emit('end'));
  };
}

const rowTaker = (query: object | null | undefined): RowTaker | undefined =>
  query && 'takeRow' in query ? (query as RowTaker) : undefined;

const DATA_ROW = 0x44;
/** A message's type, a byte, and its length, which counts itself but not the type. */
const HEADER = 5;
/** The number of a row's columns. */
const COUNT = 2;

/** PostgreSQL's messages in the pieces that a socket gives. */
class Messages {
  readonly #pass: (messages: Buffer) => void;
  readonly #taker: () => RowTaker | undefined;
  /** The beginning of a message whose end has not come. */
  #held: Buffer[] = [];
  #missing = 0;

  /**
   * @param pass gets what is not taken, in whole messages and in their order
   * @param taker whose rows come now, after all that was passed; none: they are passed as well
   */
  constructor(pass: (messages: Buffer) => void, taker: () => RowTaker | undefined) {
    this.#pass = pass;
    this.#taker = taker;
  }

  push(piece: Buffer): void {
    let rest = piece;
    while (this.#held.length > 0 && rest.length > 0) rest = this.#complete(rest);
    if (rest.length > 0) this.#read(rest);
  }

  /** Only the message that was cut is copied, and not the piece after it. @returns what follows it */
  #complete(piece: Buffer): Buffer {
    this.#held.push(piece.subarray(0, this.#missing));
    const rest = piece.subarray(this.#missing);
    this.#missing -= piece.length - rest.length;
    if (this.#missing === 0) {
      const bytes = Buffer.concat(this.#held);
      this.#held = [];
      this.#read(bytes);
    }
    return rest;
  }

  #read(bytes: Buffer): void {
    let passed = 0;
    let at = 0;
    for (let end = endOf(bytes, at); end <= bytes.length; end = endOf(bytes, at)) {
      if (bytes[at] === DATA_ROW) {
        if (passed < at) this.#pass(bytes.subarray(passed, at));
        passed = at;
        at = this.#rows(bytes, at);
        // A taker has them all; otherwise they are passed with what follows.
        if (this.#taker() !== undefined) passed = at;
      } else {
        at = end;
      }
    }
    if (passed < at) this.#pass(bytes.subarray(passed, at));
    this.#hold(bytes, at);
  }

  /** One row after another. @returns where they end */
  #rows(bytes: Buffer, start: number): number {
    const taker = this.#taker();
    let at = start;
    for (let end = endOf(bytes, at); end <= bytes.length && bytes[at] === DATA_ROW; end = endOf(bytes, at)) {
      taker?.takeRow(new WireRow(bytes, at + HEADER + COUNT, end));
      at = end;
    }
    return at;
  }

  #hold(bytes: Buffer, at: number): void {
    if (at === bytes.length) return;
    this.#held.push(at === 0 ? bytes : bytes.subarray(at));
    const end = endOf(bytes, at);
    // Of one whose length is cut, that comes first.
    this.#missing = (Number.isFinite(end) ? end : at + HEADER) - bytes.length;
  }
}

/** Where the message ends that begins there, as far as its length is known. */
const endOf = (bytes: Buffer, at: number): number =>
  at + HEADER <= bytes.length ? at + 1 + (int32(bytes, at + 1) >>> 0) : Number.POSITIVE_INFINITY;
