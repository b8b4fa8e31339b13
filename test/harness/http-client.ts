import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  /** `lost`: no answer came, because the connection broke or nothing was said for too long. */
  status: number | 'lost';
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Ask {
  method: string;
  path: string;
  /** Sent as JSON; a string as it is, with the content type among the headers. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Sends requests to one API process over connections that are kept, as many as it takes. */
export interface HttpClient {
  name: string;
  ask(what: Ask): Promise<Answer>;
  close(): void;
}

interface Options {
  /** Milliseconds until a request counts as lost. */
  patience?: number;
  /** An address of this machine that the requests come from. */
  from?: string;
}

export function openHttp(
  { name, address }: { name: string; address: string },
  { patience = 15_000, from }: Options = {},
): HttpClient {
  const local = from === undefined ? {} : { localAddress: from };
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: 1000, scheduling: 'lifo', ...local });
  return { name, ask: (what) => send(address, agent, what, patience), close: () => agent.destroy() };
}

/** An answer to a write says how far the database was; who sends it back never reads of an older time. */
export const POSITION = 'roster-position';

function send(address: string, agent: Agent, { method, path, body, headers }: Ask, patience: number): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const own =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve) => {
    const lose = (): void => resolve({ status: 'lost', headers: {}, text: '' });
    const outgoing = request(address + path, { method, agent, headers: { ...own, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', lose).once('end', () => {
        const whole = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 'lost', headers: answer.headers, text: whole });
      });
    });
    outgoing.setTimeout(patience, () => outgoing.destroy());
    outgoing.once('error', lose).end(text);
  });
}
