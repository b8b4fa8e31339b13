import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../run-command.ts';
import { mustRun } from '../../run-command.ts';
import type { Peer } from '../peer.ts';
import { digitsOf, twoHundredMigrations } from '../small-migrations.ts';

/** It generates nothing from models, and runs migrations without a transaction. */
export const sequelizeCli: Peer = async ({ folder, server, bin }) => {
  await writeSequelizeMigrations(join(folder, 'migrations'));
  const command = (verb: string, url: string): Command => ({
    args: [bin('sequelize-cli'), verb, '--url', url, '--migrations-path', join(folder, 'migrations')],
    directory: folder,
  });
  const applied = await server.recreate('sequelize_cli_applied');
  await mustRun(command('db:migrate', applied));
  const fresh = await server.recreate('sequelize_cli_fresh');
  return [
    {
      row: 'status',
      label: 'sequelize-cli db:migrate:status',
      command: command('db:migrate:status', applied),
      expect: /up .*is_active/,
    },
    {
      row: 'two hundred',
      label: 'sequelize-cli db:migrate, no transaction',
      command: command('db:migrate', fresh),
      before: async () => void (await server.recreate('sequelize_cli_fresh')),
      expect: /is_active.*migrated/,
    },
  ];
};

/** sequelize-cli's files, which umzug runs too. */
export async function writeSequelizeMigrations(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const migration of twoHundredMigrations()) {
    const text = `module.exports = {
  up: (queryInterface) => queryInterface.sequelize.query(${JSON.stringify(migration.up)}),
  down: (queryInterface) => queryInterface.sequelize.query(${JSON.stringify(migration.down)}),
};
`;
    await writeFile(join(folder, `${digitsOf(migration)}-${migration.slug}.cjs`), text);
  }
}
