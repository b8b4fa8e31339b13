/** What the requests of a mixed workload are about. Plain data: the process that sends them gets it as a message. */
export interface Traffic {
  /** Ids from 1 on that are there. */
  rows: number;
  /** Of pages somewhere in the list by salary. */
  cursors: readonly string[];
  /** Names that are created begin with it: no two runs have the same. */
  prefix: string;
}

/** Of a hundred requests, how many are of each kind. */
export const SHARES = { one: 40, list: 20, cursor: 10, q: 10, create: 12, patch: 8 } as const;

export type Kind = keyof typeof SHARES;

export const KINDS = Object.keys(SHARES) as Kind[];

/** A hundred kinds in an order in which each is spread evenly, whatever its share. */
const ORDER: readonly Kind[] = Object.entries(SHARES)
  .flatMap(([kind, share]) =>
    Array.from({ length: share }, (_, at) => ({ kind: kind as Kind, at: (at + 0.5) / share })),
  )
  .toSorted((a, b) => a.at - b.at)
  .map(({ kind }) => kind);

export const kindOf = (index: number): Kind => ORDER[index % ORDER.length] ?? 'one';

/** Knuth's multiplicative hash: the same rows in every run, in no order that a cache would like. */
const scattered = (index: number): number => Math.imul(index, 2654435761) >>> 0;

/** The request with this number, as it goes over the wire. */
export function requestOf(index: number, traffic: Traffic): string {
  const chance = scattered(index);
  const id = 1 + (chance % traffic.rows);
  const cursor = traffic.cursors[chance % traffic.cursors.length] ?? '';
  switch (kindOf(index)) {
    case 'one':
      return get(`/v1/employees/${id}`);
    case 'list':
      return get(`/v1/employees?limit=20&isLeave=${chance % 2 === 0}`);
    case 'cursor':
      return get(`/v1/employees?sort=-salary&limit=20&cursor=${cursor}`);
    case 'q':
      return get(`/v1/employees?limit=20&q=seed%20${1000 + (chance % 9000)}`);
    case 'create':
      return send(
        'POST',
        '/v1/employees',
        `{"name":"${traffic.prefix}-${index}","salary":"${id}.50","gender":"\\u7537"}`,
      );
    case 'patch':
    default:
      return send('PATCH', `/v1/employees/${id}`, `{"bonus":${chance % 1000}}`);
  }
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: roster\r\nAccept: */*\r\n\r\n`;

const send = (method: string, path: string, body: string): string =>
  `${method} ${path} HTTP/1.1\r\nHost: roster\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
