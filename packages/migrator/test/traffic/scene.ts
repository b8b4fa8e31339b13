import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const LOADER = new URL('../../node_modules/@oxc-node/core/register.mjs', import.meta.url).href;

/** What a `migrate up` in a process of its own has ended with. */
export interface Ended {
  /** `applied`, or the SQLSTATE or code of its error. */
  outcome: string;
  tries: number;
  said: string[];
}

/** A table like Roster's own, and one that it can refer to. */
const TABLES = `CREATE TABLE department (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO department SELECT i, 'department ' || i FROM generate_series(1, 100) i;
CREATE TABLE employee (
  id serial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, salary numeric(10,2) NOT NULL, bonus integer NOT NULL DEFAULT 0,
  is_leave boolean NOT NULL DEFAULT false, entry_date timestamptz NOT NULL DEFAULT now(), created_time timestamptz NOT NULL DEFAULT now(),
  update_time timestamptz NOT NULL DEFAULT now(), nick text, note text, team integer, department integer);`;

const fill = (rows: number): string =>
  `INSERT INTO employee (name, salary, nick, team, department)
     SELECT 'name-' || i, 1000 + i % 5000, 'nick-' || i, CASE WHEN i % 2 = 0 THEN 1 END, 1 + i % 100 FROM generate_series(1, ${rows}) i;
   ANALYZE employee;`;

/** One database with the table in it, and a folder of migrations for each part of a case. */
export interface Scene {
  url: string;
  query(sql: string): Promise<void>;
  /** Runs one migration as `migrate up` would, in a process of its own. */
  migrate(text: string, patience: { lockTimeout: number; attempts: number }): Promise<Ended>;
  /** The folder with the migrations that have run so far, for lint. */
  folder: string;
  /** Opens a transaction that has read and written the table; ends it. */
  hold(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export async function openScene(serverUrl: string, rows: number): Promise<Scene> {
  const name = `roster_traffic_${process.pid}`;
  await execute(serverUrl, `CREATE DATABASE ${name}`);
  const made = new URL(serverUrl);
  made.pathname = `/${name}`;
  const url = made.href;
  const root = await mkdtemp(join(HERE, '.project-traffic-'));
  const folder = join(root, 'migrations');
  await mkdir(folder);
  // As a migration, so that lint knows what the others are about.
  await writeFile(join(folder, '2026.01.01T00.00.00.tables.sql'), `-- migrate:up\n${TABLES}\n`);
  await runUp(url, folder, { lockTimeout: 5_000, attempts: 1 });
  await execute(url, fill(rows));
  let count = 0;
  return {
    url,
    folder,
    query: (sql) => execute(url, sql),
    migrate: async (text, patience) => {
      count += 1;
      const file = join(
        folder,
        `2026.01.01T00.${String(Math.floor(count / 60)).padStart(2, '0')}.${String(count % 60).padStart(2, '0')}.step.sql`,
      );
      await writeFile(file, text);
      const ended = await runUp(url, folder, patience);
      // What was refused is taken back, as whoever wrote it would.
      if (ended.outcome !== 'applied') await rm(file);
      return ended;
    },
    hold: () => hold(url),
    close: async () => {
      await execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(root, { recursive: true });
    },
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function hold(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, application_name: 'a long transaction' });
  await client.connect();
  await client.query(`BEGIN; SELECT count(*) FROM employee WHERE id < 10;
    INSERT INTO employee (name, salary, nick, department) VALUES ('held-${Math.random()}', 1, 'held-${Math.random()}', 1);
    UPDATE employee SET salary = salary WHERE name = 'name-1'`);
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

async function runUp(
  url: string,
  folder: string,
  { lockTimeout, attempts }: { lockTimeout: number; attempts: number },
): Promise<Ended> {
  const args = [
    '--conditions=@roster/source',
    '--import',
    LOADER,
    join(HERE, 'up.ts'),
    url,
    folder,
    String(lockTimeout),
    String(attempts),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => void (text += part));
  await once(child, 'close');
  return JSON.parse(text) as Ended;
}
