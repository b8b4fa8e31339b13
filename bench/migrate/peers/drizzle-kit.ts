import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../run-command.ts';
import { mustRun } from '../../run-command.ts';
import type { Peer } from '../peer.ts';
import { timeOf, twoHundredMigrations } from '../small-migrations.ts';
import { type Column, type Table, tenChanges, threeHundredTables } from '../tables.ts';

/** It compares its schema with a JSON snapshot of its own: no database is asked whether the SQL is right. */
export const drizzleKit: Peer = async ({ folder, server, bin }) => {
  const fresh = await server.recreate('drizzle_fresh');
  const command = (project: string, ...args: string[]): Command => ({
    args: [bin('drizzle-kit'), ...args, '--config', 'drizzle.config.mjs'],
    directory: join(folder, project),
    env: { DATABASE_URL: fresh },
  });
  await writeProject(join(folder, 'small'), []);
  await writeSmallMigrations(join(folder, 'small/drizzle'));
  await writeProject(join(folder, 'large'), threeHundredTables());
  await mustRun(command('large', 'generate'), /migration file/);
  await writeProject(join(folder, 'changed'), tenChanges(threeHundredTables()));
  const restore = async (): Promise<void> => {
    await rm(join(folder, 'changed/drizzle'), { recursive: true, force: true });
    await cp(join(folder, 'large/drizzle'), join(folder, 'changed/drizzle'), { recursive: true });
  };
  return [
    { row: 'status', label: 'drizzle-kit check, no database', command: command('large', 'check'), expect: /fine/ },
    {
      row: 'no-op',
      label: 'drizzle-kit generate, against its JSON',
      command: command('large', 'generate'),
      expect: /No schema changes/,
    },
    {
      row: 'ten changes',
      label: 'drizzle-kit generate, against its JSON, unproved',
      command: command('changed', 'generate'),
      before: restore,
      expect: /migration file/,
    },
    {
      row: 'two hundred',
      label: 'drizzle-kit migrate, one transaction for all',
      command: command('small', 'migrate'),
      before: async () => void (await server.recreate('drizzle_fresh')),
    },
  ];
};

const CONFIG = `export default {
  dialect: 'postgresql',
  schema: './schema.ts',
  out: './drizzle',
  dbCredentials: { url: process.env.DATABASE_URL },
};
`;

async function writeProject(folder: string, tables: readonly Table[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'drizzle.config.mjs'), CONFIG);
  const head = `import { boolean, date, index, integer, jsonb, numeric, pgTable, serial, text, timestamp, varchar } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
`;
  await writeFile(join(folder, 'schema.ts'), [head, ...tables.map(tableText)].join('\n'));
}

function tableText({ name, columns, indexes }: Table): string {
  const fields = columns.map((column) => `  ${column.name}: ${columnText(column)},`).join('\n');
  const listed = indexes.map(
    (names) => `index('${name}_${names.join('_')}').on(${names.map((each) => `t.${each}`).join(', ')})`,
  );
  return `export const ${name} = pgTable('${name}', {\n${fields}\n}, (t) => [${listed.join(', ')}]);`;
}

const TYPES: Record<Column['kind'], (name: string, length?: number) => string> = {
  id: (name) => `serial('${name}').primaryKey()`,
  integer: (name) => `integer('${name}')`,
  varchar: (name, length) => `varchar('${name}', { length: ${length} })`,
  text: (name) => `text('${name}')`,
  decimal: (name) => `numeric('${name}', { precision: 10, scale: 2 })`,
  boolean: (name) => `boolean('${name}')`,
  jsonb: (name) => `jsonb('${name}')`,
  date: (name) => `date('${name}')`,
  timestamptz: (name) => `timestamp('${name}', { withTimezone: true })`,
};

function columnText({ name, kind, length, references, ...column }: Column): string {
  return [
    TYPES[kind](name, length),
    ...(column.notNull ? ['.notNull()'] : []),
    ...(column.default === undefined ? [] : [`.default(sql\`${column.default}\`)`]),
    ...(column.unique ? ['.unique()'] : []),
    ...(references
      ? [`.references(() => ${references.table}.id, { onDelete: '${references.onDelete.toLowerCase()}' })`]
      : []),
  ].join('');
}

/** Its journal names the files. */
async function writeSmallMigrations(folder: string): Promise<void> {
  await mkdir(join(folder, 'meta'), { recursive: true });
  const migrations = twoHundredMigrations();
  const entries = migrations.map((migration) => ({
    idx: migration.at,
    version: '7',
    when: timeOf(migration).getTime(),
    tag: `${String(migration.at).padStart(4, '0')}_${migration.slug}`,
    breakpoints: true,
  }));
  for (const [index, { up }] of migrations.entries()) await writeFile(join(folder, `${entries[index]?.tag}.sql`), up);
  const journal = { version: '7', dialect: 'postgresql', entries };
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
}
