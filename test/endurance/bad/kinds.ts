import type { Socket } from 'node:net';

/** A way to hold on to a server's connections. */
export interface BadKind {
  name: string;
  /** How many at once. */
  count: number;
  /** Sent when it is connected. */
  opening: string;
  /** Sent again and again, once a second. */
  drip?: string;
  /** Whether it takes what comes. */
  reads: boolean;
  /** Whether its time begins when it has had an answer, and not when it connects. */
  fromAnswer?: true;
}

export const begin = (socket: Socket, { opening, reads }: BadKind): void => {
  socket.write(opening);
  if (reads) socket.resume();
  else socket.pause();
};

const HOST = 'Host: roster\r\n';

export const UNREAD = 'an export unread';

/** All headers and bodies that never come to an end, and answers that nobody takes. */
export const KINDS: readonly BadKind[] = [
  {
    name: 'slow headers',
    count: 2000,
    opening: `GET /v1/employees HTTP/1.1\r\n${HOST}X-Slow: `,
    drip: 'a',
    reads: true,
  },
  { name: 'idle', count: 10_000, opening: `GET /livez HTTP/1.1\r\n${HOST}\r\n`, reads: true, fromAnswer: true },
  {
    name: 'half a body',
    count: 300,
    opening: `POST /v1/employees HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"name":`,
    reads: true,
  },
  {
    name: 'half an import',
    count: 20,
    opening: `POST /v1/employees/import HTTP/1.1\r\n${HOST}Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\nname,salary,gender\r\n`,
    reads: true,
  },
  { name: UNREAD, count: 30, opening: `GET /v1/employees/export HTTP/1.1\r\n${HOST}\r\n`, reads: false },
];
