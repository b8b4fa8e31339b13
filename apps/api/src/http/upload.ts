import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { invalidRequest, malformedBody, requestTimeout } from '../errors.ts';
import { checkType } from './body.ts';
import type { Upload } from './route.ts';

/**
 * A body of any length, to be read as it comes: no faster than its reader, which holds the client back.
 *
 * @param idle how long a client may send nothing, in milliseconds
 * @throws 415 another type, charset or content coding · 422 no body
 */
export function uploadOf(ctx: Context, types: readonly string[], idle: number): Upload {
  const { headers } = ctx.req;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasBody) throw invalidRequest([{ loc: ['body'], msg: 'Field required', type: 'missing' }]);
  const type = checkType(ctx, types);
  const watching: Watching = {};
  const watch = (onBytes: (bytes: Buffer) => void): void => void (watching.onBytes = onBytes);
  return { type, text: textOf(ctx.req, idle, watching), watch };
}

interface Watching {
  onBytes?: (bytes: Buffer) => void;
}

async function* textOf(req: IncomingMessage, idle: number, watching: Watching): AsyncGenerator<string> {
  // It leaves out a byte order mark, and keeps the half of a character for the next chunk.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of chunksOf(req, idle)) {
    watching.onBytes?.(bytes);
    yield decode(decoder, bytes);
  }
  yield decode(decoder);
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch (cause) {
    throw malformedBody('the body is not UTF-8', cause);
  }
}

async function* chunksOf(req: IncomingMessage, idle: number): AsyncGenerator<Buffer> {
  // Without destroyOnReturn a reader that stops early would close the connection before the answer.
  const chunks = req.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  try {
    for (;;) {
      const { value, done } = await within(idle, nextOf(chunks));
      if (done) return;
      yield value;
    }
  } finally {
    // The rest flows on into nothing: a client that is still sending would never look for the answer. Not awaited, as a
    // chunk may be on the way for ever.
    void chunks.return?.().then(() => req.resume());
  }
}

const nextOf = (chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer, undefined>> =>
  chunks.next().catch((cause: unknown) => {
    throw malformedBody('the body was cut short', cause);
  });

async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(requestTimeout(patience)), patience).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
