import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE, type ProblemCode, problems, problemType } from '../errors.ts';

/** Node's and llhttp's codes; any other is a request that is no HTTP. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** How long a client may take to read the answer, in milliseconds. */
const PATIENCE_MS = 1000;

/**
 * Answers a request that Node could not read, and that therefore never reaches the application, as any other that is
 * refused: for `server.on('clientError')`. It knows no path, and there is no id, since there is no line in the log.
 *
 * @see https://nodejs.org/api/http.html#event-clienterror
 */
export function answerUnparsed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegun(socket)) {
    socket.destroy(error);
    return;
  }
  const { status, body } = documentOf(CODES[error.code ?? ''] ?? 'bad-request');
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  // A handler that still reads the request must not come to its end.
  socket.pause();
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Node leaves this to its listener, too: a client that keeps its side open would keep the socket.
  setTimeout(() => socket.destroy(error), PATIENCE_MS).unref();
}

/** Whether an answer is on its way already, in the midst of which another would be nonsense (Node's own check). */
const hasBegun = (socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean =>
  socket._httpMessage?.headersSent === true;

/** For `Expect` with anything but `100-continue`: for `server.on('checkExpectation')`. */
export function answerExpectation(_req: IncomingMessage, res: ServerResponse): void {
  const { status, body } = documentOf('expectation-failed');
  const headers = { 'Content-Type': PROBLEM_TYPE, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  res.writeHead(status, headers).end(body);
}

function documentOf(code: ProblemCode): { status: number; body: string } {
  const { status, title } = problems[code];
  const type = problemType(code);
  return { status, body: JSON.stringify({ type, title, status, detail: title, instance: '' }) };
}
