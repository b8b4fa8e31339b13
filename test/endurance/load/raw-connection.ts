import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** -1: the connection broke before the answer was whole. */
  status: number;
  body: string;
}

const LOST: RawAnswer = { status: -1, body: '' };
const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * A connection that is kept and has one request at a time, on nothing but a socket: a generator of load that costs a
 * tenth of what it asks for must not do all that a good client does. It takes answers that say their length.
 */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #text = '';
  #resolve: ((answer: RawAnswer) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Connects where that is to be done first. */
  ask(request: string): Promise<RawAnswer> {
    this.#socket ??= this.#open();
    const socket = this.#socket;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#hear(text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#socket = undefined;
      this.#finish(LOST);
    });
    return socket;
  }

  #hear(text: string): void {
    this.#text += text;
    const headEnd = this.#text.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = Number(LENGTH.exec(this.#text)?.[1] ?? 0);
    const bodyAt = headEnd + HEAD_END.length;
    if (this.#text.length < bodyAt + length) return;
    this.#finish({ status: Number(this.#text.slice(9, 12)), body: this.#text.slice(bodyAt) });
  }

  #finish(answer: RawAnswer): void {
    const resolve = this.#resolve;
    this.#text = '';
    this.#resolve = undefined;
    resolve?.(answer);
  }
}
