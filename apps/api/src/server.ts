import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as SocketServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressNotFree } from './errors.ts';
import { answerExpectation, answerUnparsed } from './http/unparsed.ts';

/** A client gets this long for its headers, idle keep-alives this long; above the 60 s of the usual load balancers. */
const HEADERS_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 65_000;
const SWEEP_MS = 50;
/** What is longer is 431. Node's own default, said here because NODE_OPTIONS can change that one. */
const MAX_HEADER_BYTES = 16 * 1024;
/**
 * Connections that the kernel takes while this process is at something else, at most what `net.core.somaxconn` allows. Of
 * more it drops the first packet, and the client comes again after a second at the earliest (listen(2); Node's 511).
 */
const BACKLOG = 4096;

export interface ListenOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Any request, an import too, must have come whole within so many milliseconds. */
  requestTimeout: number;
}

/** @throws StartError where the address is taken or not ours */
export async function listen(handler: RequestListener, { host, port, requestTimeout }: ListenOptions): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeout),
      requestTimeout,
      keepAliveTimeout: KEEP_ALIVE_MS,
      requireHostHeader: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      // How late the two timeouts above may be noticed. Thousands of slow clients that came at one time are ended at one
      // time, and nobody is answered meanwhile: the shorter this is, the fewer at once.
      connectionsCheckingInterval: 50,
    },
    handler,
  );
  server.on('clientError', answerUnparsed).on('checkExpectation', answerExpectation);
  // Who asks and does not read what comes. Later than the others, which have an answer; and as late again where something
  // was sent meanwhile: Node's Socket looks at that only then (net.js, _onTimeout).
  server.setTimeout(requestTimeout + HEADERS_TIMEOUT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(addressNotFree(host, port, cause)));
    server.listen({ host, port, backlog: BACKLOG }, resolve);
  });
  return server;
}

/** `http://127.0.0.1:8080`, with the port that was really taken. */
export function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/**
 * Leaves new connections to others that listen at the same address, and closes its own without failing a request: each is
 * kept until it has had an answer, which closes it, or nothing has come on it for `patience`. `drain` closes idle ones at
 * once, and a request that is on its way by then is lost.
 *
 * @param patience in milliseconds
 */
export async function leave(server: Server, patience: number): Promise<void> {
  // That of HTTP closes idle connections first.
  const closed = new Promise<void>((resolve) => SocketServer.prototype.close.call(server, () => resolve()));
  const sweep = setTimeout(() => setInterval(() => server.closeIdleConnections(), SWEEP_MS).unref(), patience);
  await closed;
  clearTimeout(sweep);
}

/**
 * Refuses new connections, lets requests in flight finish, closes the rest.
 *
 * @param patience milliseconds after which what is still open is cut
 * @returns how many connections had to be cut
 */
export async function drain(server: Server, patience: number): Promise<number> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection that becomes idle would otherwise hold the server for its whole keep-alive time.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = new AbortController();
  const late = sleep(patience, 'late' as const, { signal: deadline.signal }).catch(() => 'cancelled' as const);
  const outcome = await Promise.race([closed, late]);
  const cut = outcome === 'late' ? await countConnections(server) : 0;
  server.closeAllConnections();
  clearInterval(sweep);
  deadline.abort();
  return cut;
}

const countConnections = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, count) => resolve(count ?? 0)));
