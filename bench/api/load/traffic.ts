import { randomFrom } from './random.ts';
import { FIRST, GIVEN, LAST, SURNAMES } from './vocabulary.ts';

export type EndpointName =
  | 'one'
  | 'list'
  | 'list-offset'
  | 'list-cursor'
  | 'filter-sort'
  | 'q'
  | 'create'
  | 'patch'
  | 'bulk'
  | 'export'
  | 'import';

/** What the requests of one run are made of. */
export interface Traffic {
  endpoint: EndpointName;
  /** Of the database. */
  rows: number;
  /** Of the server that is asked: it alone can read them. */
  cursors: readonly string[];
  seed: number;
  /** In no name of any other run. */
  mark: string;
}

export interface Ask {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const COLLECTION = '/v1/employees';
const JSON_BODY = { 'content-type': 'application/json' };

/** The greatest offset of the API; near it, as far as the rows go. */
const offsetAt = (rows: number, chance: number): number => Math.floor(Math.min(rows, 10_000) * (0.9 + 0.08 * chance));

/** One request after another, each a little different from the others. */
export function asks(traffic: Traffic): () => Ask {
  const { rows, cursors, endpoint, mark } = traffic;
  const chance = randomFrom(traffic.seed);
  const upTo = (count: number): number => Math.floor(chance() * count);
  const among = <T>(values: readonly T[]): T => values[upTo(values.length)] as T;
  const list = (query: Record<string, string>): Ask => get(`${COLLECTION}?${new URLSearchParams(query).toString()}`);
  const amount = (): string => `${3000 + upTo(47_000)}.${10 + upTo(90)}`;
  const someone = (): object => newEmployee(mark, amount(), upTo(2) === 0);
  const makers: Record<EndpointName, () => Ask> = {
    one: () => get(`${COLLECTION}/${1 + upTo(rows)}`),
    list: () => get(COLLECTION),
    'list-offset': () => list({ offset: String(offsetAt(rows, chance())) }),
    'list-cursor': () => list({ cursor: among(cursors) }),
    'filter-sort': () => list({ gender: among(['女', '男']), salaryMin: amount(), sort: '-salary', limit: '50' }),
    q: () =>
      list({
        q: upTo(2) === 0 ? among(SURNAMES) + among(GIVEN) : `${among(FIRST)} ${among(LAST).slice(0, 3)}`.toLowerCase(),
      }),
    create: () => send('POST', COLLECTION, JSON.stringify(someone())),
    patch: () => send('PATCH', `${COLLECTION}/${1 + upTo(rows)}`, JSON.stringify({ salary: amount() })),
    bulk: () => send('POST', `${COLLECTION}/bulk`, JSON.stringify(Array.from({ length: 1000 }, someone))),
    export: () => ({ ...get(`${COLLECTION}/export`), headers: { accept: 'application/x-ndjson' } }),
    import: () => ({
      ...send(
        'POST',
        `${COLLECTION}/import`,
        Array.from({ length: 10_000 }, () => `${JSON.stringify(someone())}\n`).join(''),
      ),
      headers: { 'content-type': 'application/x-ndjson' },
    }),
  };
  return makers[endpoint];
}

const get = (path: string): Ask => ({ method: 'GET', path, headers: {} });
const send = (method: 'POST' | 'PATCH', path: string, body: string): Ask => ({
  method,
  path,
  headers: JSON_BODY,
  body,
});

let made = 0;

const newEmployee = (mark: string, salary: string, isWoman: boolean): object => ({
  name: `${isWoman ? '新人' : 'New'} ${mark} ${((made += 1)).toString(36)}`,
  salary,
  gender: isWoman ? '女' : '男',
});
