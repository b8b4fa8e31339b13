import { type Answer, type HttpClient, POSITION } from '../../harness/http-client.ts';
import type { Known } from './reader.ts';

/** A row that one client alone changes, so that it knows what it must read. */
export interface OwnRow extends Known {
  bonus: number;
  isBusy: boolean;
}

/** One that writes and reads by one process, and others who read by what its answers say, at that process, too. */
export interface Client {
  same: HttpClient;
  byHeader: HttpClient;
  byCookie: HttpClient;
}

/** How a client that has written reads at once. */
export type Way = 'same process' | 'other process, by header' | 'other process, by cookie';

export interface Seen {
  /** `write`, or how it read. */
  what: 'write' | Way;
  status: Answer['status'];
  took: number;
  /** An older state than the client has been told of. */
  isStale: boolean;
}

/**
 * Changes the row, and reads it at once by every way.
 *
 * @returns one for each request; no reads where the write was not acknowledged
 */
export async function writeThenRead(row: OwnRow, { same }: Client, other: Client): Promise<Seen[]> {
  const path = `/v1/employees/${row.id}`;
  const body = { bonus: row.bonus + 1 };
  const [written, answer] = await timed('write', same.ask({ method: 'PATCH', path, body }));
  if (answer.status !== 200) return [written];
  row.bonus += 1;
  const position = textOf(answer.headers[POSITION]);
  const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';', 1)[0]).join('; ');
  const ways: [Way, HttpClient, Record<string, string>][] = [
    ['same process', same, {}],
    ['other process, by header', other.byHeader, position === '' ? {} : { [POSITION]: position }],
    ['other process, by cookie', other.byCookie, cookie === '' ? {} : { cookie }],
  ];
  const reads = ways.map(async ([way, client, headers]) => {
    const [seen, read] = await timed(way, client.ask({ method: 'GET', path, headers }));
    return { ...seen, isStale: read.status === 200 && isOlder(read, row.bonus) };
  });
  return [written, ...(await Promise.all(reads))];
}

async function timed(what: Seen['what'], asked: Promise<Answer>): Promise<[Seen, Answer]> {
  const startedAt = performance.now();
  const answer = await asked;
  return [{ what, status: answer.status, took: performance.now() - startedAt, isStale: false }, answer];
}

const isOlder = ({ text }: Answer, bonus: number): boolean => (JSON.parse(text) as { bonus: number }).bonus < bonus;

const textOf = (header: string | string[] | undefined): string =>
  Array.isArray(header) ? header.join() : (header ?? '');
