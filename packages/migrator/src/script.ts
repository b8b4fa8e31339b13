import { migrationIrreversible, noSqlScript } from './errors.ts';
import type { History } from './history.ts';
import { parseSqlMigration } from './migration-file.ts';
import type { MigrationFile } from './migrations-folder.ts';
import type { HistoryRow } from './state.ts';
import type { Direction } from './step.ts';

export interface ScriptInput {
  direction: Direction;
  history: History;
  /** In the order in which they run. */
  files: readonly MigrationFile[];
  rows: readonly HistoryRow[];
}

/**
 * The SQL that a run would send, for a person to read and run: each migration in its transaction with its history row.
 *
 * @throws MigratorError NO_SQL_SCRIPT for a program, MIGRATION_IRREVERSIBLE
 */
export function renderScript({ direction, history, files, rows }: ScriptInput): string {
  if (files.length === 0) return '-- nothing to do\n';
  const blocks = files.map((file) => renderMigration(file, direction, historySql(file)));
  const head = '-- Stop at the first error: psql -v ON_ERROR_STOP=1 -f FILE';
  const setup = direction === 'up' ? [history.createSql()] : [];
  return `${[head, ...setup, ...blocks].join('\n\n')}\n`;

  function historySql(file: MigrationFile): string {
    const stored = rows.find(({ name }) => name === file.name)?.storedName ?? file.name;
    return direction === 'up' ? history.insertSql(file, null) : history.deleteSql(stored);
  }
}

function renderMigration(file: MigrationFile, direction: Direction, historySql: string): string {
  if (file.kind !== 'sql') throw noSqlScript(file.name, file.shown);
  const section = parseSqlMigration(file.shown, file.text)[direction];
  if (section === undefined) throw migrationIrreversible(file.name, file.shown);
  const text = section.sql.trim();
  // It may end in a comment or without its semicolon; on a line of its own one more does no harm.
  const body = text.endsWith(';') && !/--[^\n]*$/.test(text) ? text : `${text}\n;`;
  const lines = section.transactional ? ['BEGIN;', body, historySql, 'COMMIT;'] : [body, historySql];
  return [`-- ${direction}: ${file.name}`, ...lines].join('\n');
}
