import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, mustRun } from '../../run-command.ts';
import type { Entry, Peer } from '../peer.ts';
import { timeOf, twoHundredMigrations } from '../small-migrations.ts';
import { type Column, type Table, tenChanges, threeHundredTables } from '../tables.ts';

export const CLI = join(import.meta.dirname, '../../../packages/migrator/dist/cli.js');
/** Where the tool keeps what it has read from scratch databases. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/roster-migrate');

const forgetSchemas = (): Promise<void> => rm(CACHE, { recursive: true, force: true });

/** The tool from its build, with a config that needs no TypeScript. */
export const roster: Peer = async ({ folder, server }) => {
  const scratch = { SCRATCH_DATABASE_URL: server.url };
  const migrate = (project: string, ...args: string[]): Command => ({
    args: [CLI, ...args],
    directory: join(folder, project),
    env: scratch,
  });
  await writeProject(join(folder, 'small'), []);
  await writeSmallMigrations(join(folder, 'small/migrations'));
  await writeProject(join(folder, 'large'), threeHundredTables());
  await mustRun(migrate('large', 'generate', 'everything'));
  await writeProject(join(folder, 'changed'), tenChanges(threeHundredTables()));
  await cp(join(folder, 'large/migrations'), join(folder, 'changed/migrations'), { recursive: true });
  const applied = await server.recreate('roster_applied');
  await mustRun(migrate('small', 'up', '--url', applied));
  const fresh = await server.recreate('roster_fresh');
  const clean = { expect: /fine|nothing to generate/ };
  const warm = async (): Promise<void> => void (await mustRun(migrate('large', 'check')));
  return [
    {
      row: 'status',
      label: 'roster status',
      command: migrate('small', 'status', '--url', applied),
      expect: /200 applied/,
    },
    { row: 'no-op', label: 'roster check, warm', command: migrate('large', 'check'), before: warm, ...clean },
    {
      row: 'no-op',
      label: 'roster generate, warm',
      command: migrate('large', 'generate', 'none'),
      before: warm,
      ...clean,
    },
    { row: 'no-op', label: 'roster check, cold', command: migrate('large', 'check'), before: forgetSchemas, ...clean },
    {
      row: 'no-op',
      label: 'roster generate, cold',
      command: migrate('large', 'generate', 'none'),
      before: forgetSchemas,
      ...clean,
    },
    {
      row: 'ten changes',
      label: 'roster generate, cold, proved up, down and up',
      command: migrate('changed', 'generate', 'ten', '--no-renames', '--sql'),
      before: forgetSchemas,
      expect: /migrate:up/,
    },
    upEntry(migrate('small', 'up', '--url', fresh), async () => void (await server.recreate('roster_fresh'))),
  ];
};

const upEntry = (command: Command, before: () => Promise<void>): Entry => ({
  row: 'two hundred',
  label: 'roster up, a transaction each with its history row',
  command,
  before,
  expect: /is-active|add-is_active/,
});

/** Models are imported when they are needed, as Roster's own config does it. */
const CONFIG = `export default {
  migrations: './migrations',
  models: async (sequelize) => (await import('./models.mjs')).define(sequelize),
};
`;

export async function writeProject(folder: string, tables: readonly Table[]): Promise<void> {
  await mkdir(join(folder, 'migrations'), { recursive: true });
  const models = `import { DataTypes, literal } from 'sequelize';

export function define(sequelize) {
${tables.map(modelText).join('\n')}
}
`;
  await writeFile(join(folder, 'models.mjs'), models);
  await writeFile(join(folder, 'migrator.config.mjs'), CONFIG);
}

function modelText({ name, columns, indexes }: Table): string {
  const attributes = columns.map((column) => `      ${column.name}: ${attributeText(column)},`).join('\n');
  const listed = indexes.map((fields) => `{ fields: ${JSON.stringify(fields)} }`).join(', ');
  return `    sequelize.define('${name}', {\n${attributes}\n    }, { tableName: '${name}', timestamps: false, indexes: [${listed}] });`;
}

const TYPES: Record<Column['kind'], string> = {
  id: 'INTEGER',
  integer: 'INTEGER',
  varchar: 'STRING',
  text: 'TEXT',
  decimal: 'DECIMAL(10, 2)',
  boolean: 'BOOLEAN',
  jsonb: 'JSONB',
  date: 'DATEONLY',
  timestamptz: 'DATE',
};

function attributeText(column: Column): string {
  const { kind, length, references } = column;
  const parts = [
    `type: DataTypes.${TYPES[kind]}${length === undefined ? '' : `(${length})`}`,
    ...(kind === 'id' ? ['primaryKey: true', 'autoIncrement: true'] : []),
    `allowNull: ${column.notNull !== true && kind !== 'id'}`,
    ...(column.default === undefined ? [] : [`defaultValue: literal('${column.default}')`]),
    ...(column.unique ? ['unique: true'] : []),
    ...(references
      ? [`references: { model: '${references.table}', key: 'id' }, onDelete: '${references.onDelete}'`]
      : []),
  ];
  return `{ ${parts.join(', ')} }`;
}

async function writeSmallMigrations(folder: string): Promise<void> {
  for (const migration of twoHundredMigrations()) {
    const { slug, up, down } = migration;
    const time = timeOf(migration).toISOString().slice(0, 19).replaceAll(/[-:]/g, '.');
    await writeFile(join(folder, `${time}.${slug}.sql`), `-- migrate:up\n${up}\n\n-- migrate:down\n${down}\n`);
  }
}
