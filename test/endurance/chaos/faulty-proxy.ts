import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';

/** `delay` and `throttle` pass by themselves, the others end the connection. */
export const FAULTS = ['delay', 'throttle', 'reset', 'half-close'] as const;

export type ConnectionFault = (typeof FAULTS)[number];

const THROTTLED_BYTES = 2000;
const THROTTLE_EVERY_MS = 100;

/** Between the API and PostgreSQL. Any connection through it can be made to misbehave, each way as networks do. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  /** Of the server; it may be another one after a restart. */
  target: number;

  private constructor(target: number) {
    this.target = target;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  static async listen(port: number, target: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(port, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Does it to some of the connections. @param choose which @param duration of what passes by itself, in milliseconds */
  strike(fault: ConnectionFault, choose: () => boolean, duration: number): number {
    const struck = [...this.#pairs].filter(choose);
    for (const pair of struck) pair.strike(fault, duration);
    return struck.length;
  }

  close(): void {
    this.#server.close();
    for (const pair of this.#pairs) pair.end();
  }

  #join(near: Socket): void {
    const pair = new Pair(near, connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true }), () =>
      this.#pairs.delete(pair),
    );
    this.#pairs.add(pair);
  }
}

class Pair {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #ways = [new Way(), new Way()] as const;

  constructor(near: Socket, far: Socket, onEnd: () => void) {
    this.#near = near.setNoDelay(true);
    this.#far = far.setNoDelay(true);
    const [out, back] = this.#ways;
    const end = (): void => {
      this.end();
      onEnd();
    };
    // Either side's end is passed on as that; either side's death is the death of both.
    near.once('close', end);
    far.once('close', end);
    pipeline(near, out, far, () => undefined);
    pipeline(far, back, near, () => undefined);
  }

  strike(fault: ConnectionFault, duration: number): void {
    const until = performance.now() + duration;
    if (fault === 'delay') for (const way of this.#ways) way.silentUntil = until;
    if (fault === 'throttle') for (const way of this.#ways) way.slowUntil = until;
    if (fault === 'reset') for (const socket of [this.#near, this.#far]) socket.resetAndDestroy();
    if (fault === 'half-close') this.#near.end();
  }

  end(): void {
    this.#near.destroy();
    this.#far.destroy();
  }
}

/** One direction: passes on what comes, when it is time. */
class Way extends Transform {
  silentUntil = 0;
  slowUntil = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pass(chunk, done);
  }

  #pass(chunk: Buffer, done: () => void): void {
    if (this.destroyed) return;
    const now = performance.now();
    if (now < this.silentUntil) {
      setTimeout(() => this.#pass(chunk, done), this.silentUntil - now);
    } else if (now < this.slowUntil && chunk.length > 0) {
      this.push(chunk.subarray(0, THROTTLED_BYTES));
      setTimeout(() => this.#pass(chunk.subarray(THROTTLED_BYTES), done), THROTTLE_EVERY_MS);
    } else {
      if (chunk.length > 0) this.push(chunk);
      done();
    }
  }
}
