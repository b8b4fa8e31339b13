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
const NDJSON = 'application/x-ndjson';

/** The greatest offset of the API; near it, as far as the rows go. */
const offsetAt = (rows: number, chance: number): number => Math.floor(Math.min(rows, 10_000) * (0.9 + 0.08 * chance));

/** One request after another, each a little different from the others. */
export function asks(traffic: Traffic): () => Ask {
  const dice = diceOf(traffic.seed);
  return { ...reads(traffic, dice), ...writes(traffic, dice) }[traffic.endpoint];
}

/** What varies, from one row of numbers. */
interface Dice {
  /** From 0 to 1. */
  chance(): number;
  /** An integer below. */
  upTo(count: number): number;
  among<T>(values: readonly T[]): T;
  amount(): string;
}

function diceOf(seed: number): Dice {
  const chance = randomFrom(seed);
  const upTo = (count: number): number => Math.floor(chance() * count);
  return {
    chance,
    upTo,
    among: <T>(values: readonly T[]): T => values[upTo(values.length)] as T,
    amount: () => `${3000 + upTo(47_000)}.${10 + upTo(90)}`,
  };
}

type Makers<Name extends EndpointName> = Record<Name, () => Ask>;
type Writing = 'create' | 'patch' | 'bulk' | 'import';

const reads = (
  { rows, cursors }: Traffic,
  { chance, upTo, among, amount }: Dice,
): Makers<Exclude<EndpointName, Writing>> => ({
  one: () => get(`${COLLECTION}/${1 + upTo(rows)}`),
  list: () => get(COLLECTION),
  'list-offset': () => list({ offset: String(offsetAt(rows, chance())) }),
  'list-cursor': () => list({ cursor: among(cursors) }),
  'filter-sort': () => list({ gender: among(['女', '男']), salaryMin: amount(), sort: '-salary', limit: '50' }),
  q: () =>
    list({
      q: upTo(2) === 0 ? among(SURNAMES) + among(GIVEN) : `${among(FIRST)} ${among(LAST).slice(0, 3)}`.toLowerCase(),
    }),
  export: () => ({ ...get(`${COLLECTION}/export`), headers: { accept: NDJSON } }),
});

function writes({ rows, mark }: Traffic, { upTo, amount }: Dice): Makers<Writing> {
  const someone = (): object => newEmployee(mark, amount(), upTo(2) === 0);
  const many = (count: number): object[] => Array.from({ length: count }, someone);
  return {
    create: () => send('POST', COLLECTION, JSON.stringify(someone())),
    patch: () => send('PATCH', `${COLLECTION}/${1 + upTo(rows)}`, JSON.stringify({ salary: amount() })),
    bulk: () => send('POST', `${COLLECTION}/bulk`, JSON.stringify(many(1000))),
    import: () => {
      const lines = many(10_000).map((row) => `${JSON.stringify(row)}\n`);
      return send('POST', `${COLLECTION}/import`, lines.join(''), NDJSON);
    },
  };
}

const get = (path: string): Ask => ({ method: 'GET', path, headers: {} });
const list = (query: Record<string, string>): Ask => get(`${COLLECTION}?${new URLSearchParams(query).toString()}`);
const send = (method: 'POST' | 'PATCH', path: string, body: string, type = 'application/json'): Ask => ({
  method,
  path,
  headers: { 'content-type': type },
  body,
});

let made = 0;

const newEmployee = (mark: string, salary: string, isWoman: boolean): object => ({
  name: `${isWoman ? '新人' : 'New'} ${mark} ${((made += 1)).toString(36)}`,
  salary,
  gender: isWoman ? '女' : '男',
});
