import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { ApiRequest } from './requests.ts';

export interface ApiResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type Send = (request: ApiRequest) => Promise<ApiResponse>;

/**
 * Sends as it is: `fetch` would leave out a body that a GET has, normalise the path and add headers of its own.
 *
 * @param address `http://127.0.0.1:8080`
 */
export function sender(address: string): Send & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const { hostname, port } = new URL(address);
  const send: Send = ({ method, path, query, headers, body }) =>
    new Promise((resolve, reject) => {
      const target = query === '' ? path : `${path}?${query}`;
      const length = body === undefined ? {} : { 'content-length': body.length };
      const options = { agent, hostname, port, method, path: target, headers: { ...length, ...headers } };
      const sending = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      sending.once('error', reject);
      sending.end(body);
    });
  return Object.assign(send, { close: () => agent.destroy() });
}
