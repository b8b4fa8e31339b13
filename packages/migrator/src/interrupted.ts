import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { MigratorError, migrationFailed, outcomeUnknown, stillAtWork } from './errors.ts';
import type { Statement } from './postgres/statements.ts';
import type { StartMark } from './start-mark.ts';
import { type Step, sqlStateOf } from './step.ts';

/** A step that may have been begun by an earlier run. */
export interface Interrupted {
  client: ClientBase;
  step: Step;
  /** Where an earlier run has begun it, and nobody has recorded its end. */
  mark: StartMark | undefined;
  /** In ms: how long to wait for what the server is still doing of it. */
  patience: number;
  log: (message: string) => void;
}

/** Whether a step runs outside a transaction, so that a run that is cut may leave something. */
const isAlone = (step: Step): step is Alone => step.kind === 'sql' && !step.section.transactional;

/**
 * Brings what an interrupted run has left of a step into a state from which it can run, or finds it done.
 *
 * @returns whether it is done, and only its history row is missing
 * @throws MigratorError MIGRATION_INTERRUPTED, OBJECT_IN_THE_WAY, MIGRATION_FAILED
 */
export async function settleInterrupted(interrupted: Interrupted): Promise<boolean> {
  const { client, step, mark, log } = interrupted;
  if (mark !== undefined) await awaitBackend(interrupted, () => aliveBackend(client, mark));
  if (!isAlone(step)) {
    if (mark !== undefined && step.kind === 'program') throw outcomeUnknown(mark);
    return false;
  }
  const { resume } = await import('./resume/resume.ts');
  const statement = await statementOf(step);
  if (statement === undefined) return false;
  const found = await resume({ client, statement, mark, settle: (builder) => awaitBackend(interrupted, builder) });
  if (found === undefined && mark !== undefined) throw outcomeUnknown(mark);
  if (found?.note !== undefined) log(`${step.file.name}: ${found.note}`);
  for (const sql of found?.first ?? []) await runFirst(interrupted, sql);
  return found?.isDone === true;
}

type Alone = Extract<Step, { kind: 'sql' }>;

/** A text that does not parse is left to the server. */
async function statementOf({ section }: Alone): Promise<Statement | undefined> {
  const { splitStatements } = await import('./postgres/statements.ts');
  const [statement] = await splitStatements(section.sql).catch(() => []);
  return statement;
}

/**
 * Whether a step that has failed has left what is of no name of its own: the next run clears it away, told by the mark. What
 * has the name that the step gives is found without.
 */
export async function hasLeft(client: ClientBase, step: Step): Promise<boolean> {
  const statement = isAlone(step) ? await statementOf(step) : undefined;
  if (statement === undefined) return false;
  const { leftBy } = await import('./resume/resume.ts');
  return (await leftBy(client, statement)).length > 0;
}

async function runFirst({ client, step }: Interrupted, sql: string): Promise<void> {
  await client.query(sql).catch((error: unknown) => {
    const place = { file: step.file.shown, statement: sql, ...sqlStateOf(error) };
    throw migrationFailed(step.file.name, step.direction, 'perhaps', place, error);
  });
}

/** The process that ran it, where it still does: the server notices within a second or so that nobody waits for it. */
async function aliveBackend(client: ClientBase, { pid, backendStart }: StartMark): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE pid = $1 AND extract(epoch FROM backend_start)::text = $2 AND state <> 'idle'`,
    [pid, backendStart],
  );
  return rows[0]?.pid;
}

const LOOK_EVERY = 200;

async function awaitBackend(
  { step, patience, log }: Interrupted,
  find: () => Promise<number | undefined>,
): Promise<void> {
  const deadline = Date.now() + patience;
  for (let told = false; ; told = true) {
    const pid = await find();
    if (pid === undefined) return;
    if (Date.now() >= deadline) throw stillAtWork(step.file.name, pid);
    if (!told) log(`${step.file.name}: waiting for server process ${pid}, which is still at work on it`);
    await sleep(LOOK_EVERY);
  }
}

/** What the mark of a run says of the connection that it has. */
export async function describeBackend(client: ClientBase): Promise<Pick<StartMark, 'pid' | 'backendStart'>> {
  const { rows } = await client.query<{ pid: number; start: string }>(
    'SELECT pid, extract(epoch FROM backend_start)::text AS start FROM pg_stat_activity WHERE pid = pg_backend_pid()',
  );
  return { pid: rows[0]?.pid ?? 0, backendStart: rows[0]?.start ?? '0' };
}

/** Whether the server itself has said how it ended: then nothing is unknown, and the next run may simply try again. */
export const isDefinite = (error: unknown): boolean =>
  error instanceof MigratorError && /^(?!08|57P|XX)/.test(error.sqlState ?? '08');
