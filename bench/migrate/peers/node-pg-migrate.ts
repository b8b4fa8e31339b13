import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../run-command.ts';
import { mustRun } from '../../run-command.ts';
import type { Peer } from '../peer.ts';
import { timeOf, twoHundredMigrations } from '../small-migrations.ts';

/** It generates nothing from models. */
export const nodePgMigrate: Peer = async ({ folder, server, bin }) => {
  const migrations = join(folder, 'migrations');
  await mkdir(migrations, { recursive: true });
  for (const migration of twoHundredMigrations()) {
    const { slug, up, down } = migration;
    const file = `${timeOf(migration).getTime()}_${slug}.sql`;
    await writeFile(join(migrations, file), `-- Up Migration\n${up}\n\n-- Down Migration\n${down}\n`);
  }
  const command = (url: string, ...more: string[]): Command => ({
    args: [bin('node-pg-migrate'), 'up', '--migrations-dir', migrations, '--no-verbose', ...more],
    directory: folder,
    env: { DATABASE_URL: url },
  });
  const applied = await server.recreate('node_pg_migrate_applied');
  await mustRun(command(applied));
  const fresh = await server.recreate('node_pg_migrate_fresh');
  const before = async (): Promise<void> => void (await server.recreate('node_pg_migrate_fresh'));
  return [
    {
      row: 'status',
      label: 'node-pg-migrate up --dry-run',
      command: command(applied, '--dry-run'),
      expect: /No migrations to run/,
    },
    {
      row: 'two hundred',
      label: 'node-pg-migrate up, a transaction each',
      command: command(fresh, '--no-single-transaction'),
      before,
      expect: /is_active/,
    },
    {
      row: 'two hundred',
      label: 'node-pg-migrate up, one transaction for all',
      command: command(fresh),
      before,
      expect: /is_active/,
    },
  ];
};
