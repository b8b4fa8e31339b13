import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.ts';

export type * from './schema.ts';

/** How the server knows who asks: a key, a token, or nothing where it asks nobody. */
export type Credential =
  | { apiKey: string; token?: undefined }
  | { token: string; apiKey?: undefined }
  | { apiKey?: undefined; token?: undefined };

export type RosterClientOptions = Credential & {
  /** Where the server is: `http://127.0.0.1:8080`. */
  baseUrl: string;
  /** In place of Node's own: a proxy, retries, a test. */
  fetch?: typeof globalThis.fetch;
};

export type RosterClient = Client<paths>;

/**
 * A client that knows every path, parameter and answer of the API. It never throws for an answer: that is `data` or
 * `error`, with the `response`; only what kept an answer from coming is thrown.
 *
 * @example
 * ```ts
 * const roster = createRosterClient({ baseUrl: 'http://127.0.0.1:8080', apiKey: 'roster_…' });
 * const { data, error } = await roster.GET('/v1/employees/{id}', { params: { path: { id: 1 } } });
 * console.log(data?.salary ?? error.detail);
 * ```
 */
export function createRosterClient({ baseUrl, apiKey, token, fetch }: RosterClientOptions): RosterClient {
  return createClient<paths>({
    baseUrl,
    ...(fetch && { fetch }),
    headers: {
      ...(apiKey !== undefined && { 'X-API-Key': apiKey }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
  });
}
