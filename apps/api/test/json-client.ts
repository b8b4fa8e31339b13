import type { Fault } from '../src/errors.ts';

export interface Reply {
  status: number;
  headers: Headers;
  /** The media type without parameters. */
  type: string;
  text: string;
  body: Json;
}

/** A parsed document of any shape, which a test looks into without a cast at every step. */
export type Json = ReturnType<typeof JSON.parse>;

export type JsonClient = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

/**
 * @param address `http://127.0.0.1:8080`
 * @returns sends one request: a string or bytes as they are, anything else as JSON
 */
export const jsonClient =
  (address: string): JsonClient =>
  async (method, path, body, headers = {}) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(address + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    return {
      status: response.status,
      headers: response.headers,
      type,
      text,
      body: /[/+]json$/.test(type) && text !== '' ? JSON.parse(text) : undefined,
    };
  };

/** Where and what the faults of a 422 are. */
export const faultsIn = ({ status, type, body }: Reply): string[][] => {
  if (status !== 422 || type !== 'application/problem+json') throw new Error(`${status} ${type}`);
  return (body.errors as Fault[]).map(({ loc, type: fault }) => [loc.join('.'), fault]);
};
