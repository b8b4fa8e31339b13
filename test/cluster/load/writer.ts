import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type HttpClient, POSITION } from '../../harness/http-client.ts';

/** A POST that a client wants done once, however often it has to ask. */
export interface Write {
  names: string[];
  /** Counted from here, in milliseconds of this process. */
  dueAt: number;
  /** The statuses that it got, `lost` among them. */
  statuses: Answer['status'][];
  acknowledged?: Acknowledgement;
}

export interface Acknowledgement {
  at: number;
  /** The API process that gave it. */
  by: string;
  ids: number[];
  position: string | undefined;
}

/** "Not now": to be asked again. 409 is one of these only where it says that the first request is still in flight. */
const isForLater = ({ status, text }: Answer): boolean =>
  status === 'lost' || status === 503 || (status === 409 && text.includes('idempotency'));

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 8000;

/** As a well-behaved client waits: longer each time, never less than it was told to, and not in step with others. */
function pauseAfter({ headers }: Answer, attempt: number): number {
  const told = Number(headers['retry-after'] ?? 0) * 1000;
  return Math.max(told, Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS)) * (1 + Math.random() / 2);
}

/**
 * Writes, and asks again with the same Idempotency-Key, each time another process, until the answer is more than "not now".
 *
 * @param giveUp aborted: no further attempt
 */
export async function write(
  names: string[],
  dueAt: number,
  clients: readonly HttpClient[],
  giveUp: AbortSignal,
): Promise<Write> {
  const done: Write = { names, dueAt, statuses: [] };
  const ask = { ...askOf(names), headers: { 'idempotency-key': randomUUID() } };
  const first = Math.floor(Math.random() * clients.length);
  for (let attempt = 0; !giveUp.aborted; attempt += 1) {
    const client = clients[(first + attempt) % clients.length] as HttpClient;
    const answer = await client.ask(ask);
    done.statuses.push(answer.status);
    if (answer.status === 201) done.acknowledged = acknowledgementOf(answer, client);
    if (!isForLater(answer)) return done;
    await sleep(pauseAfter(answer, attempt));
  }
  return done;
}

/** One name is created by itself, several in bulk. */
function askOf(names: readonly string[]): { method: string; path: string; body: unknown } {
  const rows = names.map((name) => ({ name, salary: '1000.00', gender: '女' }));
  return rows.length === 1
    ? { method: 'POST', path: '/v1/employees', body: rows[0] }
    : { method: 'POST', path: '/v1/employees/bulk', body: rows };
}

function acknowledgementOf({ text, headers }: Answer, { name }: HttpClient): Acknowledgement {
  const body = JSON.parse(text) as { id: number } | { items: { id: number }[] };
  const ids = 'items' in body ? body.items.map(({ id }) => id) : [body.id];
  return { at: performance.now(), by: name, ids, position: headers[POSITION] as string | undefined };
}
