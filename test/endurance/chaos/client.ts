import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Ask, HttpClient } from '../../harness/http-client.ts';
import type { Documented } from './documented.ts';
import { judgeRead, type Row, type Wrong, wrong } from './history.ts';
import type { Random } from './random.ts';

interface World {
  apis: readonly HttpClient[];
  documented: Documented;
  random: Random;
  /** Aborted: what has no answer by now will have none. */
  giveUp: AbortSignal;
}

/** A definitive answer, and whether an earlier attempt at the same may have been done without a word. */
interface Told {
  answer: Answer;
  isRepeated: boolean;
}

const CSV_HEAD = 'name,salary,gender';
const PAUSE_MS = [5, 60] as const;
const RETRY_MS = [100, 1500] as const;

/**
 * One who changes rows of its own, one thing after the other, and therefore knows what each must be. What it changes it
 * changes with If-Match, and what it makes it makes with an Idempotency-Key: the two ways in which a client can ask again.
 */
export class ChaosClient {
  readonly rows: Row[] = [];
  readonly wrong: Wrong[] = [];
  acknowledged = 0;
  readonly #name: string;
  readonly #world: World;
  #made = 0;

  constructor(name: string, world: World) {
    this.#name = name;
    this.#world = world;
  }

  /** Does one thing after the other until there is an end. */
  async work(isOver: () => boolean): Promise<void> {
    const { random } = this.#world;
    while (!isOver()) {
      await this.#step(random.next());
      await sleep(random.between(...PAUSE_MS));
    }
  }

  #step(chance: number): Promise<void> {
    const row = this.#known();
    if (chance < 0.15 || row === undefined) return this.#create();
    if (chance < 0.2) return this.#bulk();
    if (chance < 0.23) return this.#import();
    if (chance < 0.5) return this.#patch(row);
    if (chance < 0.55) return this.#delete(row);
    if (chance < 0.9) return this.#read(this.#world.random.oneOf(this.rows));
    return this.#list();
  }

  #known(): Row | undefined {
    const known = this.rows.filter(({ state, id }) => state === 'there' && id !== undefined);
    return known.length === 0 ? undefined : this.#world.random.oneOf(known);
  }

  async #create(): Promise<void> {
    const [row] = this.#newRows(1) as [Row];
    const told = await this.#askOnce('/v1/employees', bodyOf(row));
    if (!this.#isDone(told, 201, 'POST')) return;
    Object.assign(row, { state: 'there', id: idOf(told.answer), etag: told.answer.headers.etag });
  }

  async #bulk(): Promise<void> {
    const rows = this.#newRows(3);
    const told = await this.#askOnce('/v1/employees/bulk', rows.map(bodyOf));
    if (!this.#isDone(told, 201, 'bulk')) return;
    const { items } = JSON.parse(told.answer.text) as { items: { id: number }[] };
    rows.forEach((row, at) => void Object.assign(row, { state: 'there', id: items[at]?.id }));
  }

  async #import(): Promise<void> {
    const rows = this.#newRows(4);
    const text = [CSV_HEAD, ...rows.map(({ name }) => `${name},1.00,男`), ''].join('\r\n');
    const told = await this.#askOnce('/v1/employees/import', text, { 'content-type': 'text/csv' });
    if (this.#isDone(told, 200, 'import')) for (const row of rows) row.state = 'there';
  }

  async #patch(row: Row): Promise<void> {
    if (row.etag === undefined) await this.#read(row);
    const { etag } = row;
    if (etag === undefined || row.state !== 'there') return;
    const bonus = row.bonus + 1;
    const path = `/v1/employees/${row.id}`;
    const told = await this.#ask({ method: 'PATCH', path, body: { bonus }, headers: { 'if-match': etag } });
    // Whether it was done, nobody has said: no one can judge what it is.
    if (told === undefined) row.state = 'asked';
    else if (told.answer.status === 412 && told.isRepeated) await this.#settle(row, bonus);
    else if (this.#isDone(told, 200, 'PATCH')) Object.assign(row, { bonus, etag: told.answer.headers.etag });
  }

  /** An attempt without an answer was done: it, and nobody else, can have changed the row. */
  async #settle(row: Row, bonus: number): Promise<void> {
    row.bonus = bonus;
    await this.#read(row);
    this.acknowledged += 1;
  }

  async #delete(row: Row): Promise<void> {
    if (row.etag === undefined) await this.#read(row);
    const { etag } = row;
    if (etag === undefined || row.state !== 'there') return;
    const told = await this.#ask({ method: 'DELETE', path: `/v1/employees/${row.id}`, headers: { 'if-match': etag } });
    if (told === undefined) row.state = 'asked';
    else if (told.answer.status === 404 && told.isRepeated) row.state = 'deleted';
    else if (this.#isDone(told, 204, 'DELETE')) row.state = 'deleted';
  }

  async #read(row: Row): Promise<void> {
    if (row.id === undefined || row.state === 'asked') return;
    const told = await this.#ask({ method: 'GET', path: `/v1/employees/${row.id}` });
    if (told === undefined) return;
    const fault = judgeRead(row, Number(told.answer.status), told.answer.text);
    if (fault !== undefined) this.wrong.push(fault);
    else row.etag = told.answer.headers.etag;
  }

  async #list(): Promise<void> {
    const told = await this.#ask({ method: 'GET', path: '/v1/employees?limit=20&sort=-id' });
    if (told === undefined) return;
    const { status, text } = told.answer;
    const ids = status === 200 ? (JSON.parse(text) as { items: { id: number }[] }).items.map(({ id }) => id) : [];
    const isRight = status === 200 && ids.every((id, at) => at === 0 || id < (ids[at - 1] ?? 0));
    if (!isRight) this.wrong.push(wrong('wrong answer', `a list: ${status} ${ids.join()}`));
  }

  #newRows(count: number): Row[] {
    const made = Array.from({ length: count }, (): Row => {
      this.#made += 1;
      return { name: `${this.#name}-${this.#made}`, bonus: 0, state: 'asked' };
    });
    this.rows.push(...made);
    return made;
  }

  #isDone(told: Told | undefined, status: number, what: string): told is Told {
    if (told === undefined) return false;
    if (told.answer.status === status) {
      this.acknowledged += 1;
      return true;
    }
    // A retry that is refused for what its own first attempt has done was done twice, as far as the server knows.
    const kind = told.answer.status === 409 ? 'twice' : 'wrong answer';
    this.wrong.push(wrong(kind, `${what}: ${told.answer.status} ${told.answer.text.slice(0, 200)}`));
    return false;
  }

  #askOnce(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Told | undefined> {
    return this.#ask({ method: 'POST', path, body, headers: { ...headers, 'idempotency-key': randomUUID() } });
  }

  /** Asks any process, again and again, until the answer is more than "not now". */
  async #ask(what: Ask): Promise<Told | undefined> {
    const { apis, documented, random, giveUp } = this.#world;
    for (let attempt = 0; !giveUp.aborted; attempt += 1) {
      const answer = await random.oneOf(apis).ask(what);
      documented.note(what, answer.status);
      if (!isForLater(answer)) return { answer, isRepeated: attempt > 0 };
      await sleep(random.between(...RETRY_MS));
    }
    return undefined;
  }
}

/** 409 is one of these only where it says that the first request is still in flight. A 500 is counted by itself. */
const isForLater = ({ status, text }: Answer): boolean =>
  status === 'lost' || status === 503 || status === 500 || (status === 409 && text.includes('idempotency-key-in-use'));

const bodyOf = ({ name }: Row): object => ({ name, salary: '1.00', gender: '女' });

const idOf = ({ text }: Answer): number => (JSON.parse(text) as { id: number }).id;
