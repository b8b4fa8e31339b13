import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * `none`: passes on what comes. `refuse`: nobody listens, and who was connected is reset. `silent`: accepts, takes what
 * it is sent and says nothing, to those who were connected as well.
 */
export type Toxin = 'none' | 'refuse' | 'silent';

/** Stands before a server and can be made to behave like a broken one, while the server itself is well. */
export interface ToxicProxy {
  /** `127.0.0.1:7001` */
  host: string;
  be(toxin: Toxin): Promise<void>;
}

interface Target {
  address: string;
  port: number;
}

/** Listens on a port of loopback when this returns. */
export async function startToxicProxy(port: number, target: Target): Promise<ToxicProxy> {
  let toxin: Toxin = 'none';
  const pairs = new Set<Pair>();
  const server = createServer((near) => {
    if (toxin === 'silent') {
      // Nobody is asked for what it should say.
      near.on('error', () => undefined).resume();
      return;
    }
    const pair = joined(near, connect(target.port, target.address));
    pairs.add(pair);
    near.once('close', () => pairs.delete(pair));
  });
  await listen(server, port);
  const be = async (next: Toxin): Promise<void> => {
    if (next === 'refuse') server.close();
    if (next !== 'none') for (const pair of pairs) pair[next]();
    if (toxin === 'refuse') await listen(server, port);
    toxin = next;
  };
  return { host: `127.0.0.1:${port}`, be };
}

interface Pair {
  refuse(): void;
  silent(): void;
}

function joined(near: Socket, far: Socket): Pair {
  const both = [near, far];
  for (const socket of both) {
    socket.setNoDelay(true).on('error', () => undefined);
    socket.once('close', () => both.forEach((one) => one.destroy()));
  }
  near.pipe(far).pipe(near);
  return {
    refuse: () => both.forEach((socket) => socket.resetAndDestroy()),
    silent: () => {
      far.unpipe(near).pause();
      near.unpipe(far).resume();
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
