import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE, type ProblemCode, problems, problemType } from '../errors.ts';

/** Node's and llhttp's codes; any other is a request that is no HTTP. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/**
 * Answers a request that Node could not read, and that therefore never reaches the application, as any other that is
 * refused: for `server.on('clientError')`. It knows no path, and there is no id, since there is no line in the log.
 *
 * @see https://nodejs.org/api/http.html#event-clienterror
 */
export function answerUnparsed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title, type } = describe(CODES[error.code ?? ''] ?? 'bad-request');
  const body = JSON.stringify({ type, title, status, detail: title, instance: '' });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const describe = (code: ProblemCode) => ({ ...problems[code], type: problemType(code) });
