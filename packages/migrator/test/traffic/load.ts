import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What requests have waited, in ms, from the moment when they were to begin. */
export interface Waits {
  requests: number;
  longest: number;
  p99: number;
  /** Requests that were refused: none should be. */
  failed: number;
}

export interface Load {
  /** What was measured since the last call, once everything that had begun by now has ended. */
  take(): Promise<Waits>;
  stop(): Promise<void>;
}

/** A request of a service like the API: most read a row or a page, some write. */
type Request = (random: number, rows: number) => { text: string; values: unknown[] };

const idOf = (random: number, rows: number): number => 1 + Math.floor(((random * 7919) % 1) * rows);

const byId: Request = (random, rows) => ({
  text: 'SELECT * FROM employee WHERE id = $1',
  values: [idOf(random, rows)],
});
const page: Request = (random, rows) => ({
  text: 'SELECT id, name, salary FROM employee WHERE id > $1 ORDER BY id LIMIT 50',
  values: [idOf(random, rows)],
});
const byName: Request = (random, rows) => ({
  text: 'SELECT e.*, d.name AS department FROM employee e LEFT JOIN department d ON d.id = e.department WHERE e.name = $1',
  values: [`name-${idOf(random, rows)}`],
});
const change: Request = (random, rows) => ({
  text: 'UPDATE employee SET salary = salary + 1, update_time = now() WHERE id = $1',
  values: [idOf(random, rows)],
});
let created = 0;
const create: Request = () => ({
  text: 'INSERT INTO employee (name, salary, nick, department) VALUES ($1::text, 1000, $1::text, 1)',
  values: [`new-${process.pid}-${(created += 1)}`],
});

const requestFor = (random: number): Request => {
  if (random < 0.55) return byId;
  if (random < 0.65) return page;
  if (random < 0.75) return byName;
  return random < 0.93 ? change : create;
};

/**
 * Sends requests at an even rate, whether or not earlier ones have been answered: one that finds all connections taken
 * waits for one, and that counts.
 *
 * @param rate requests a second @param rows with the ids from 1 on
 */
export function startLoad(
  url: string,
  { rate, rows, connections }: { rate: number; rows: number; connections: number },
): Load {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'traffic' });
  pool.on('error', () => undefined);
  let waits: number[] = [];
  let failed = 0;
  const underWay = new Set<Promise<void>>();
  const send = async (dueAt: number): Promise<void> => {
    const random = Math.random();
    const { text, values } = requestFor(random)(random, rows);
    await pool.query(text, values).catch((error: unknown) => {
      failed += 1;
      if (failed === 1) process.stderr.write(`a request was refused: ${String(error)}\n`);
    });
    waits.push(performance.now() - dueAt);
  };
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - startedAt) / 1000) * rate; sent < due; sent += 1) {
      const request = send(startedAt + (sent / rate) * 1000).finally(() => underWay.delete(request));
      underWay.add(request);
    }
  }, 5);
  return {
    take: async () => {
      await Promise.all(underWay);
      const measured = waits.toSorted((one, other) => one - other);
      const result = {
        requests: measured.length,
        longest: measured.at(-1) ?? 0,
        p99: measured[Math.floor(measured.length * 0.99)] ?? 0,
        failed,
      };
      waits = [];
      failed = 0;
      return result;
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      await sleep(0);
      await pool.end();
    },
  };
}
