import type { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';
import { migrationFileInvalid, type Place } from './errors.ts';
import type { SqlSection } from './migration-file.ts';
import type { MigrationFile } from './migrations-folder.ts';
import {
  isBlankSql,
  isSyntaxError,
  lineAt,
  type Statement,
  scanStatements,
  splitStatements,
} from './postgres/statements.ts';
import { controlsTransaction, mayControlTransaction } from './postgres/transaction-control.ts';

/**
 * Refuses what would break "one migration, one transaction" before anything has run.
 *
 * @throws MigratorError MIGRATION_FILE_INVALID
 */
export async function checkSection({ shown }: MigrationFile, section: SqlSection): Promise<void> {
  if (isBlankSql(section.sql)) throw emptySection(shown, section);
  if (section.transactional && !mayControlTransaction(section.sql)) return;
  // What is no SQL to the parser is left to the server, which says so with a position.
  const statements = await splitStatements(section.sql).catch((error: unknown) => unparsed(shown, section, error));
  if (statements === undefined) return;
  if (!section.transactional) checkAlone(shown, section, statements);
  const control = statements.find(controlsTransaction);
  if (control === undefined) return;
  throw migrationFileInvalid(
    placeOf(shown, section, control),
    'it begins or ends a transaction, and each migration runs in one of its own',
    'take the statement out; for what PostgreSQL refuses inside a transaction, `-- migrate:up transaction:false`',
  );
}

/** Refused too, where the parser itself has failed (a text of very many megabytes): nobody has looked then. */
async function unparsed(file: string, { line }: SqlSection, error: unknown): Promise<undefined> {
  if (await isSyntaxError(error)) return;
  const why = 'it may begin or end a transaction, and is too large to be looked through';
  throw migrationFileInvalid({ file, line }, why, 'split it into several migrations', error);
}

/** A file fresh from `create`: recorded as applied, what is written into it afterwards would never run. */
const emptySection = (file: string, { line }: SqlSection): Error =>
  migrationFileInvalid(
    { file, line },
    'this part has no statement yet',
    'write it; `SELECT 1;` where nothing is to be done',
  );

function checkAlone(shown: string, section: SqlSection, statements: Statement[]): void {
  if (statements.length === 1) return;
  throw migrationFileInvalid(
    { file: shown, line: section.line },
    `transaction:false holds exactly one statement, and here are ${statements.length}`,
    'give each statement a file of its own: what fails half-way could not be undone',
  );
}

/** What a failed section leaves to find the statement by. */
export interface SectionFailure {
  error: unknown;
  /** How many statements the server had completed before. */
  completed: number;
}

/**
 * Sends a section as one message; a failure says how far the server came.
 *
 * @param onSent called when the message is on its way
 */
export async function sendSection(
  client: ClientBase,
  { sql }: SqlSection,
  onSent?: () => void,
): Promise<SectionFailure | undefined> {
  const { connection } = client as unknown as { connection: EventEmitter & { stream: Writable } };
  let completed = 0;
  const count = (): void => void (completed += 1);
  connection.on('commandComplete', count);
  try {
    const answer = client.query(sql);
    // A long message leaves this process in several turns of the event loop.
    if (onSent !== undefined) connection.stream.write('', () => onSent());
    await answer;
    return undefined;
  } catch (error) {
    return { error, completed };
  } finally {
    connection.off('commandComplete', count);
  }
}

/** The file, line and statement of a failure. The server gives a position for some errors, its progress for all. */
export async function locateFailure(
  { shown }: Pick<MigrationFile, 'shown'>,
  section: SqlSection,
  { error, completed }: SectionFailure,
): Promise<Place> {
  const { code, position } = error as { code?: string; position?: string };
  const offset = position === undefined ? undefined : utf16Offset(section.sql, Number(position));
  const statements = await splitStatements(section.sql)
    .catch(() => scanStatements(section.sql))
    .catch(() => []);
  const failed =
    statements.findLast((statement) => offset !== undefined && statement.offset <= offset) ?? statements[completed];
  return {
    file: shown,
    line: section.line - 1 + lineAt(section.sql, offset ?? failed?.offset ?? 0),
    ...(failed !== undefined && { statement: failed.text }),
    ...(code !== undefined && { sqlState: code }),
  };
}

const placeOf = (file: string, section: SqlSection, { offset, text }: Statement): Place => ({
  file,
  line: section.line - 1 + lineAt(section.sql, offset),
  statement: text,
});

/** PostgreSQL counts characters from 1, JavaScript UTF-16 units from 0. */
const utf16Offset = (sql: string, position: number): number =>
  Array.from(sql)
    .slice(0, position - 1)
    .join('').length;
