import { nothingToStamp } from './errors.ts';
import type { Session } from './session.ts';
import { resolveName } from './state.ts';

/** Runs `work` in one transaction of the session's connection. */
async function atomically(session: Session, work: () => Promise<void>): Promise<void> {
  const { client } = session;
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  await session.refresh();
}

/**
 * Makes the history say that exactly the migrations up to `target` are applied.
 *
 * @param target a migration, `head` for all, 0 for none
 * @returns the names that stand in the history afterwards
 */
export async function stampHistory(session: Session, target: string | 0): Promise<string[]> {
  await atomically(session, () => writeStamps(session, target));
  // Whoever stamps has looked.
  await session.forgetMark();
  return session.rows.map(({ name }) => name);
}

/** What a stamp is written from, and the connection on which it is. */
export type StampTarget = Pick<Session, 'client' | 'files' | 'rows' | 'history'>;

/** The same inside a transaction that the caller has open. */
export async function writeStamps({ client, files, rows, history }: StampTarget, target: string | 0): Promise<void> {
  const known = files.map(({ name }) => name);
  if (target === 'head' && known.length === 0 && rows.length > 0) throw nothingToStamp('the folder', rows.length);
  const last = target === 0 ? '' : target === 'head' ? known.at(-1) : resolveName(target, known);
  const isApplied = (name: string): boolean => last !== undefined && name <= last;
  const recorded = new Set(rows.map(({ name }) => name));
  const statements = [
    // A row whose file is gone is `repair`'s to drop, but for `stamp 0`.
    ...rows
      .filter(({ name }) => !isApplied(name) && (target === 0 || known.includes(name)))
      .map(({ storedName }) => history.deleteSql(storedName)),
    ...files.filter(({ name }) => isApplied(name) && !recorded.has(name)).map((file) => history.insertSql(file, null)),
  ];
  await history.ensure(client);
  if (statements.length > 0) await client.query(statements.join('\n'));
}

export interface Repaired {
  /** Edited since applied; the history has the new checksum now. */
  accepted: string[];
  /** The file is gone; the history row too, now. */
  dropped: string[];
  /** Interrupted outside a transaction, and free to run again. */
  released?: string[];
}

/** Brings the history in line with the files: accepts edited ones, drops the rows whose file is gone. */
export async function repairHistory(session: Session): Promise<Repaired> {
  const { statuses, rows, files, history, client } = session;
  const stored = (name: string): string => rows.find((row) => row.name === name)?.storedName ?? name;
  const accepted = statuses.filter(({ edited }) => edited).map(({ name }) => name);
  const dropped = statuses.filter(({ missing }) => missing).map(({ name }) => name);
  await atomically(session, async () => {
    for (const file of files.filter(({ name }) => accepted.includes(name))) {
      await history.acceptChecksum(client, stored(file.name), file);
    }
    for (const name of dropped) await client.query(history.deleteSql(stored(name)));
  });
  const released = session.interrupted === undefined ? [] : [session.interrupted.name];
  await session.forgetMark();
  return { accepted, dropped, ...(released.length > 0 && { released }) };
}
