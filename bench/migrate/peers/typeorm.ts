import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../run-command.ts';
import { mustRun } from '../../run-command.ts';
import type { Peer } from '../peer.ts';
import { type SmallMigration, timeOf, twoHundredMigrations } from '../small-migrations.ts';
import { type Column, type Table, tenChanges, threeHundredTables } from '../tables.ts';

/** It compares its entities with the live database, which must be there. */
export const typeorm: Peer = async ({ folder, server, bin }) => {
  await writeSmallMigrations(join(folder, 'migrations'));
  await writeFile(join(folder, 'small.cjs'), dataSourceText([], true));
  await writeFile(join(folder, 'large.cjs'), dataSourceText(threeHundredTables()));
  await writeFile(join(folder, 'changed.cjs'), dataSourceText(tenChanges(threeHundredTables())));
  const command = (source: string, url: string, verb: string, ...more: string[]): Command => ({
    args: [bin('typeorm'), verb, ...more, '-d', `${source}.cjs`],
    directory: folder,
    env: { DATABASE_URL: url },
  });
  const applied = await server.recreate('typeorm_applied');
  await mustRun(command('small', applied, 'migration:run', '-t', 'each'));
  const large = await server.recreate('typeorm_large');
  await mustRun(command('large', large, 'schema:sync'));
  const fresh = await server.recreate('typeorm_fresh');
  const shown = ['none', '--outputJs', '--dryrun'];
  return [
    {
      row: 'status',
      label: 'typeorm migration:show',
      command: command('small', applied, 'migration:show'),
      expect: /\[X\]/,
    },
    {
      row: 'no-op',
      label: 'typeorm migration:generate --check, live',
      command: command('large', large, 'migration:generate', 'none', '--check'),
      expect: /No changes/,
    },
    {
      row: 'ten changes',
      label: 'typeorm migration:generate --dryrun, live, unproved',
      command: command('changed', large, 'migration:generate', ...shown),
      expect: /nickname/,
    },
    {
      row: 'two hundred',
      label: 'typeorm migration:run, a transaction each',
      command: command('small', fresh, 'migration:run', '-t', 'each'),
      before: async () => void (await server.recreate('typeorm_fresh')),
      expect: /executed successfully/,
    },
  ];
};

const dataSourceText = (tables: readonly Table[], hasMigrations = false): string =>
  `const { DataSource, EntitySchema } = require('typeorm');

module.exports = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  migrations: [${hasMigrations ? "'migrations/*.cjs'" : ''}],
  entities: [
${tables.map((table) => `    new EntitySchema(${entityText(table)}),`).join('\n')}
  ],
});
`;

const TYPES: Record<Column['kind'], object> = {
  id: { type: 'integer', primary: true, generated: 'increment' },
  integer: { type: 'integer' },
  varchar: { type: 'varchar' },
  text: { type: 'text' },
  decimal: { type: 'numeric', precision: 10, scale: 2 },
  boolean: { type: 'boolean' },
  jsonb: { type: 'jsonb' },
  date: { type: 'date' },
  timestamptz: { type: 'timestamptz' },
};

function entityOf({ name, columns, indexes }: Table): object {
  return {
    name,
    tableName: name,
    columns: Object.fromEntries(columns.map((column) => [column.name, columnOf(column)])),
    indices: indexes.map((fields) => ({ columns: fields })),
  };
}

function columnOf({ kind, length, notNull = false, unique = false, references, ...column }: Column): object {
  return {
    ...TYPES[kind],
    nullable: !notNull && kind !== 'id',
    ...(length !== undefined && { length }),
    ...(column.default !== undefined && { default: valueOf(column.default) }),
    ...(unique && { unique }),
    ...(references && { foreignKey: { target: references.table, onDelete: references.onDelete } }),
  };
}

/** A plain value where it is one; `entityText` makes a function of what is SQL, as TypeORM wants it. */
const valueOf = (sql: string): unknown => (sql === 'now()' ? sql : (JSON.parse(sql) as unknown));

const entityText = (table: Table): string =>
  JSON.stringify(entityOf(table)).replaceAll('"default":"now()"', '"default":() => "now()"');

async function writeSmallMigrations(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const migration of twoHundredMigrations()) {
    const text = classText(migration);
    await writeFile(join(folder, `${timeOf(migration).getTime()}-${migration.slug}.cjs`), text);
  }
}

function classText(migration: SmallMigration): string {
  const { slug, up, down } = migration;
  const name = `${slug.replaceAll(/\W/g, '_')}${timeOf(migration).getTime()}`;
  return `module.exports.${name} = class ${name} {
  up(runner) { return runner.query(${JSON.stringify(up)}); }
  down(runner) { return runner.query(${JSON.stringify(down)}); }
};
`;
}
