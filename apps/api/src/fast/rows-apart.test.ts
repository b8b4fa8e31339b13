import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { dataRow, message } from '../../test/fast/data-rows.ts';
import { takeRowsApart } from './rows-apart.ts';
import type { WireRow } from './wire-row.ts';

/** One statement's answer. */
interface Reply {
  isTaken: boolean;
  rows: (string | null)[][];
}

const replies = fc.array(
  fc.record({
    isTaken: fc.boolean(),
    rows: fc.array(
      fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 30 })), { minLength: 1, maxLength: 4 }),
      {
        maxLength: 5,
      },
    ),
  }),
  { maxLength: 6 },
);

const BOUND = message('2', Buffer.alloc(0));
const READY = message('Z', Buffer.from('I'));
const bytesOf = ({ rows }: Reply): Buffer => Buffer.concat([BOUND, ...rows.map(dataRow), READY]);

/** A client whose active query is that of the first reply whose end was not passed to it. */
function clientFor(expected: Reply[]) {
  const passed: Buffer[] = [];
  const taken: (string | null)[][] = [];
  let ended = 0;
  const takeRow = (row: WireRow) => {
    const { length } = expected[ended]?.rows[0] ?? [];
    taken.push(Array.from({ length: row.bytes.readInt16BE(row.start - 2) }, (_, column) => row.text(column)));
    expect(length).toBeDefined();
  };
  const connection = {
    attachListeners(stream: EventEmitter) {
      stream.on('data', (bytes: Buffer) => {
        passed.push(Buffer.from(bytes));
        for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) if (bytes[at] === 0x5a) ended += 1;
      });
    },
  };
  const client = { connection, _getActiveQuery: () => (expected[ended]?.isTaken ? { takeRow } : {}) };
  takeRowsApart(client as unknown as pg.Client);
  const socket = new EventEmitter();
  connection.attachListeners(socket);
  return { socket, passed, taken };
}

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, count = 0; at < bytes.length; count += 1) {
    const length = lengths[count % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

test('however the bytes are cut, rows go to the query that takes them, and all else on in whole messages', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 });
  fc.assert(
    fc.property(replies, lengths, (expected, sizes) => {
      const { socket, passed, taken } = clientFor(expected);
      for (const piece of cut(Buffer.concat(expected.map(bytesOf)), sizes)) socket.emit('data', piece);
      const rest = expected.map((reply) => bytesOf(reply.isTaken ? { ...reply, rows: [] } : reply));
      expect(Buffer.concat(passed)).toEqual(Buffer.concat(rest));
      expect(taken).toEqual(expected.filter(({ isTaken }) => isTaken).flatMap(({ rows }) => rows));
    }),
  );
});

test('a row that is longer than many pieces is one row', () => {
  const long = ['x'.repeat(100_000), null];
  const { socket, taken } = clientFor([{ isTaken: true, rows: [long] }]);
  for (const piece of cut(bytesOf({ isTaken: true, rows: [long] }), [1000])) socket.emit('data', piece);
  expect(taken).toEqual([long]);
});
