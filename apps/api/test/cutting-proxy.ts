import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** At which moment of a COMMIT a connection is cut: PostgreSQL never hears of it, or it does and its answer is lost. */
export type Moment = 'before' | 'after';

export interface CuttingProxy {
  /** The database, through the proxy. */
  url: string;
  /** The next COMMIT that comes is the last word of its connection. */
  cutNextCommit(moment: Moment): void;
  /** Of all that come from now on such a part is, at either moment. */
  cutSome(part: number): void;
  /** How many were cut. */
  cuts(): number;
}

/** A simple query: its kind, its length, its text and a zero. */
const COMMIT = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1');

/** A TCP proxy on loopback that can cut a connection at its COMMIT. @param target a URL of PostgreSQL */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const none = (): Moment | undefined => undefined;
  const state = { choose: none, cuts: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay().on('error', () => undefined));
      socket.on('close', () => [client, upstream].forEach((end) => end.destroy()));
    }
    upstream.on('data', (bytes) => client.write(bytes));
    client.on('data', (bytes) => {
      const moment = bytes.includes(COMMIT) ? state.choose() : undefined;
      if (moment !== undefined) state.cuts += 1;
      // What PostgreSQL says to it reaches nobody.
      if (moment === 'after') upstream.removeAllListeners('data').once('data', () => client.destroy());
      if (moment === 'before') client.destroy();
      else upstream.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutNextCommit(moment) {
      state.choose = () => {
        state.choose = none;
        return moment;
      };
    },
    cutSome(part) {
      state.choose = () => (Math.random() >= part ? undefined : Math.random() < 0.5 ? 'before' : 'after');
    },
    cuts: () => state.cuts,
  };
}
