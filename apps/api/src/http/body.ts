import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { bodyTooLarge, invalidRequest, malformedBody, requestTimeout, unsupportedMediaType } from '../errors.ts';
import { repeatedKey } from './repeated-key.ts';

export interface BodyOptions {
  /** The largest body in bytes. */
  bodyLimit: number;
  /** How long it may take to come, in milliseconds. */
  bodyTimeout: number;
  /** The media types that are taken. */
  consumes: readonly string[];
}

/**
 * Reads a JSON body, strictly: its type, coding and length are looked at before a byte of it is.
 *
 * Read by hand and not by a parser middleware: those take what is not JSON for `{}`, turn bytes that are no UTF-8 into
 * U+FFFD, and unpack gzip bombs.
 *
 * @returns the value; undefined where the request has no body
 * @throws 400 not UTF-8, not JSON, nested too deep or cut short · 408 too slow · 413 too large · 415 another type, charset or content
 *   coding · 422 a key twice in one object
 */
export async function readJson(ctx: Context, { bodyLimit, bodyTimeout, consumes }: BodyOptions): Promise<unknown> {
  const { req } = ctx;
  // Not ctx.request.length, which is cut to 32 bits.
  const length = Number(req.headers['content-length'] ?? 0);
  if (length === 0 && req.headers['transfer-encoding'] === undefined) return undefined;
  checkType(ctx, consumes);
  if (length > bodyLimit) throw bodyTooLarge(bodyLimit);
  const bytes = await readBytes(req, bodyLimit, bodyTimeout);
  return bytes.length === 0 ? undefined : parse(decode(bytes));
}

/** @returns which of the types the body has. @throws 415 another one, another charset, or a content coding */
export function checkType(ctx: Context, consumes: readonly string[]): string {
  const { 'content-type': given = '', 'content-encoding': coding } = ctx.req.headers;
  // What almost all clients send; the rest takes parsers.
  if (coding === undefined && consumes.includes(given)) return given;
  const type = ctx.is([...consumes]);
  if (!type) throw unsupportedMediaType(`the body must be ${consumes.join(' or ')}`, consumes);
  if (!/^(utf-?8)?$/i.test(ctx.request.charset)) {
    throw unsupportedMediaType('the charset must be UTF-8', consumes);
  }
  if (!/^(identity)?$/i.test(ctx.get('Content-Encoding'))) {
    throw unsupportedMediaType('the body must not be compressed', consumes);
  }
  return type;
}

function readBytes(req: IncomingMessage, limit: number, timeout: number): Promise<Buffer> {
  return new Promise<Buffer>((resolve, reject) => {
    const late = setTimeout(() => reject(requestTimeout(timeout)), timeout);
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
      } else {
        // The rest flows on into nothing, since a client that is still sending would see a reset and not the answer.
        chunks.length = 0;
        reject(bodyTooLarge(limit));
      }
    });
    req.on('end', () => {
      clearTimeout(late);
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    req.on('error', (cause) => {
      clearTimeout(late);
      reject(malformedBody('the body was cut short', cause));
    });
  });
}

const BYTE_ORDER_MARK = '\u{feff}';

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformedBody('the body is not UTF-8');
  const text = bytes.toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parse(text: string): unknown {
  const value = parseJson(text);
  const repeated = repeatedKey(text, value);
  if (repeated !== undefined) {
    // Which of the two is meant nobody knows, and proxies before us may have read the other one.
    throw invalidRequest([{ loc: ['body', ...repeated], msg: 'Key given more than once', type: 'repeated' }]);
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // V8's message quotes the body; where it went wrong is enough.
    const position = / at position \d+/.exec(String(cause))?.[0] ?? '';
    throw malformedBody(`the body is not JSON${position}`, cause);
  }
}
