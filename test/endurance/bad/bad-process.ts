/* The process that has the bad clients: its sockets are not the judge's, and neither is its time. */
import { connect, type Socket } from 'node:net';
import { type BadKind, begin, KINDS } from './kinds.ts';

export type BadOrder = { do: 'open'; port: number; share: number } | { do: 'look' } | { do: 'no more' } | { do: 'end' };

export interface BadState {
  name: string;
  wanted: number;
  open: number;
  /** Connections that the server has ended, and after how many milliseconds the latest of them. */
  ended: number;
  latest: number;
  /** Of who does not read and so does not see its end: the client's ports, by which the server's side is known. */
  unseen: number[];
}

interface Kept extends BadState {
  kind: BadKind;
  sockets: Set<Socket>;
  turn: number;
}

/** Parts of a second. */
const TURNS = 50;

const kept: Kept[] = [];
let isOver = false;

process.on('message', (order: BadOrder) => {
  if (order.do === 'open') openAll(order.port, order.share);
  if (order.do === 'no more') isOver = true;
  if (order.do === 'end') process.exit(0);
  process.send?.(kept.map(stateOf));
});
process.on('disconnect', () => process.exit(0));

const stateOf = ({ kind, name, wanted, sockets, ended, latest }: Kept): BadState => ({
  name,
  wanted,
  open: sockets.size,
  ended,
  latest,
  unseen: kind.reads ? [] : [...sockets].map(({ localPort = 0 }) => localPort),
});

function openAll(port: number, share: number): void {
  for (const kind of KINDS) {
    const wanted = Math.ceil(kind.count * share);
    const own: Kept = {
      name: kind.name,
      wanted,
      open: 0,
      ended: 0,
      latest: 0,
      unseen: [],
      kind,
      sockets: new Set(),
      turn: 0,
    };
    kept.push(own);
    for (let one = 0; one < wanted; one += 1) setTimeout(() => open(port, own), one / 4);
    if (kind.drip !== undefined) setInterval(() => drip(own, kind.drip ?? ''), 1000 / TURNS);
  }
}

/** Each in its turn, as those who know nothing of one another. */
function drip(own: Kept, text: string): void {
  own.turn = (own.turn + 1) % TURNS;
  let place = 0;
  for (const socket of own.sockets) if (place++ % TURNS === own.turn && socket.writable) socket.write(text);
}

/** Whoever is ended comes again, as long as that is wanted. */
function open(port: number, own: Kept): void {
  const socket = connect(port, '127.0.0.1');
  let startedAt = performance.now();
  let wasOpen = false;
  own.sockets.add(socket);
  socket.on('connect', () => {
    wasOpen = true;
    startedAt = performance.now();
    begin(socket, own.kind);
  });
  socket.on('error', () => undefined);
  socket.once('data', () => {
    if (own.kind.fromAnswer) startedAt = performance.now();
  });
  socket.on('close', () => {
    own.sockets.delete(socket);
    if (wasOpen) {
      own.ended += 1;
      own.latest = Math.max(own.latest, performance.now() - startedAt);
    }
    if (!isOver) setTimeout(() => open(port, own), 100);
  });
}
