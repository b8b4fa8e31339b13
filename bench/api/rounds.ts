import { answersOf, mustAgree } from './agreement.ts';
import { deepCursors } from './cursors.ts';
import type { Database } from './database.ts';
import type { Endpoint } from './endpoints.ts';
import type { Load } from './load-process.ts';
import { measureClosed, measureOpen, probe, type Sample, type Subject, VoidRun } from './measure.ts';
import type { Running } from './server-process.ts';
import { type Contestant, REFERENCE } from './servers.ts';

export interface Entrant {
  contestant: Contestant;
  server: Running;
}

export interface Setting {
  database: Database;
  load: Load;
  rounds: number;
  seconds: number;
  connections: number;
  say: (line: string) => void;
}

/** How it goes for one server on one endpoint. */
export interface Course {
  name: string;
  title: string;
  /** One for each round. */
  samples: Sample[];
  /** Why there are none. */
  fault?: string;
}

interface Runner extends Course {
  subject: Subject;
  /** Requests a second, as last seen. */
  throughput: number;
}

/** Of what the reference can do, what all servers are asked for at equal load. */
const OPEN_SHARE = 0.3;
const OPEN_SECONDS = 1;

/**
 * Every server in every round, in an order that moves on by one, so that none always follows the same one; the database
 * is put back after each that writes.
 */
export async function playRounds(
  endpoint: Endpoint,
  entrants: readonly Entrant[],
  setting: Setting,
): Promise<Course[]> {
  const runners = entrants
    .filter(({ contestant }) => !contestant.without?.includes(endpoint.name))
    .map((entrant) => runnerOf(endpoint, entrant, setting));
  await prepare(runners, endpoint);
  const reference = runners.find(({ name }) => name === REFERENCE)?.throughput ?? 0;
  for (let round = 0; round < setting.rounds; round += 1) {
    setting.say(`${endpoint.name}: round ${round + 1} of ${setting.rounds}`);
    for (const runner of rotated(runners, round)) {
      await orFault(runner, () => play(runner, round, setting.seconds, endpoint.open && OPEN_SHARE * reference));
    }
  }
  return runners.map(({ name, title, samples, fault }) => ({
    name,
    title,
    samples,
    ...(fault !== undefined && { fault }),
  }));
}

const rotated = <T>(values: readonly T[], by: number): T[] => {
  const at = by % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
};

function runnerOf(endpoint: Endpoint, { contestant, server }: Entrant, setting: Setting): Runner {
  const { database, load } = setting;
  const traffic = { endpoint: endpoint.name, rows: database.rows, cursors: [], seed: 0, mark: '' };
  const connections = endpoint.connections ?? setting.connections;
  const subject = { server, database, load, endpoint, traffic, connections };
  const { name, title } = contestant;
  return { name, title, samples: [], subject, throughput: 1 };
}

/** Cursors, the comparison of what is answered, and a first guess of what each can do. */
async function prepare(runners: readonly Runner[], { name, comparable, writes }: Endpoint): Promise<void> {
  let reference: unknown[] | undefined;
  for (const runner of runners) {
    const { server, database } = runner.subject;
    if (name === 'list-cursor') runner.subject.traffic.cursors = await deepCursors(server, database);
    if (comparable) {
      const answers = await answersOf(server, { ...runner.subject.traffic, seed: 1 });
      mustAgree(runner.name, answers, (reference ??= answers));
    }
    await orFault(runner, async () => {
      runner.throughput = await probe(marked(runner, 0));
    });
    if (writes) await database.putBack();
  }
}

async function play(runner: Runner, round: number, seconds: number, rate: number | undefined): Promise<void> {
  const { endpoint, database } = runner.subject;
  const subject = marked(runner, round + 1);
  const sample = await measureClosed(subject, { seconds, throughput: runner.throughput });
  runner.throughput = sample.throughput;
  const open = rate ? await measureOpen(subject, rate, OPEN_SECONDS) : undefined;
  runner.samples.push({ ...sample, ...(open && { open }) });
  if (endpoint.writes) await database.putBack();
}

/** All servers are asked the same in one round, and no two rounds the same; what is created has a name of its own. */
function marked({ subject }: Runner, round: number): Subject {
  const mark = `${Date.now().toString(36)}${round}`;
  return { ...subject, traffic: { ...subject.traffic, seed: round + 1, mark } };
}

/** A server that answers otherwise than it should is out for this endpoint, and the table says so. */
async function orFault(runner: Runner, work: () => Promise<void>): Promise<void> {
  if (runner.fault !== undefined) return;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof VoidRun)) throw error;
    runner.fault = error.message;
    if (runner.subject.endpoint.writes) await runner.subject.database.putBack();
  }
}
