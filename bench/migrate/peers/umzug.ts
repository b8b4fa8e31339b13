import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../run-command.ts';
import { mustRun } from '../../run-command.ts';
import type { Peer } from '../peer.ts';
import { writeSequelizeMigrations } from './sequelize-cli.ts';

/** As Umzug's own readme has it, its command line included. */
const SCRIPT = `const { Sequelize } = require('sequelize');
const { Umzug, SequelizeStorage } = require('umzug');

const sequelize = new Sequelize(process.env.DATABASE_URL, { logging: false });
const umzug = new Umzug({
  migrations: { glob: ['migrations/*.cjs', { cwd: __dirname }], resolve: ({ name, path, context }) => ({
    name,
    up: () => require(path).up(context),
    down: () => require(path).down(context),
  }) },
  context: sequelize.getQueryInterface(),
  storage: new SequelizeStorage({ sequelize }),
  logger: console,
});
umzug.runAsCLI().finally(() => sequelize.close());
`;

export const umzug: Peer = async ({ folder, server }) => {
  await writeSequelizeMigrations(join(folder, 'migrations'));
  await writeFile(join(folder, 'migrate.cjs'), SCRIPT);
  const command = (verb: string, url: string): Command => ({
    args: ['migrate.cjs', verb],
    directory: folder,
    env: { DATABASE_URL: url },
  });
  const applied = await server.recreate('umzug_applied');
  await mustRun(command('up', applied));
  const fresh = await server.recreate('umzug_fresh');
  return [
    { row: 'status', label: 'umzug executed', command: command('executed', applied), expect: /is_active/ },
    {
      row: 'two hundred',
      label: 'umzug up, no transaction',
      command: command('up', fresh),
      before: async () => void (await server.recreate('umzug_fresh')),
      expect: /is_active/,
    },
  ];
};
