import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './checks.ts';
import { contractOf, type Operation } from './document.ts';
import type { ApiRequest } from './requests.ts';
import type { ApiResponse } from './send.ts';
import { type Subject, startSubject } from './subject.ts';

let subject: Subject;
// Counted, too: what is answered before the gate has not the headers of a count.
beforeAll(async () => void (subject = await startSubject({ rateLimit: { requests: 1000, seconds: 60 } })));
afterAll(() => subject.close());

/** What comes back for these bytes. */
function answerTo(text: string): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(subject.app.address).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
    socket.once('close', () => resolve(parsed(Buffer.concat(chunks).toString())));
  });
}

function parsed(text: string): ApiResponse {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(': ', 2)).map(([n = '', v]) => [n.toLowerCase(), v]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: Buffer.from(body) };
}

const headOf = ({ method, path }: Operation): string =>
  `${method} ${path.replaceAll(/\{\w+\}/g, '7')} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;

const requestFor = (operation: Operation, headers: Record<string, string> = {}): ApiRequest => ({
  operation,
  method: operation.method,
  path: operation.path.replace('{id}', '7'),
  query: '',
  headers,
  body: undefined,
  expected: 'anything',
});

/** That every operation documents this answer of its, which has no id, since there is no line in the log. */
async function hold(answerOf: (operation: Operation) => Promise<ApiResponse>, status: number, code: string) {
  const contract = contractOf(subject.document);
  for (const operation of contract.operations) {
    const response = await answerOf(operation);
    const faults = faultsOf(contract, requestFor(operation), response);
    expect([operation.id, ...faults]).toEqual([operation.id, 'no X-Request-Id']);
    expect(JSON.parse(response.body.toString())).toMatchObject({ status, type: `urn:roster:problem:${code}` });
  }
}

test.each([
  ['headers over the limit', `X-Big: ${'x'.repeat(17_000)}\r\n\r\n`, 431, 'headers-too-large'],
  ['two lengths', 'Content-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'bad-request'],
])('%s are answered as the document of each operation says', (_what, rest, status, code) =>
  hold((operation) => answerTo(headOf(operation) + rest), status, code),
);

test('so is an unknown expectation', () =>
  hold((operation) => subject.send(requestFor(operation, { expect: 'more' })), 417, 'expectation-failed'));

test('the document has an example of each for every operation, and those that time out', () => {
  for (const { id, responses } of contractOf(subject.document).operations) {
    const codes = [400, 408, 417, 431].map((status) =>
      Object.keys(responses[status]?.content['application/problem+json']?.examples ?? {}),
    );
    expect([id, ...codes.map((names) => names.at(-1))]).toEqual([
      id,
      'bad-request',
      'request-timeout',
      'expectation-failed',
      'headers-too-large',
    ]);
  }
});
