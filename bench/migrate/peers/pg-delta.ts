import { join } from 'node:path';
import { type Command, runCommand } from '../../run-command.ts';
import type { Peer, Stage } from '../peer.ts';
import { type Table, tenChanges, threeHundredTables } from '../tables.ts';
import { CLI, writeProject } from './roster.ts';

/** It compares two live databases and knows no models: here they are made by Roster's SQL. */
export const pgDelta: Peer = async (stage) => {
  const tables = threeHundredTables();
  const source = await build(stage, 'pg_delta_source', tables);
  const same = await build(stage, 'pg_delta_same', tables);
  const changed = await build(stage, 'pg_delta_changed', tenChanges(tables));
  const plan = (desired: string): Command => ({
    args: [
      stage.bin('pgdelta', '@supabase/pg-delta'),
      'plan',
      '--source',
      source,
      '--desired',
      desired,
      '--renames',
      'off',
    ],
    directory: stage.folder,
  });
  return [
    { row: 'no-op', label: 'pg-delta plan, two live databases', command: plan(same) },
    { row: 'ten changes', label: 'pg-delta plan, two live databases, unproved', command: plan(changed) },
  ];
};

async function build({ server, folder }: Stage, name: string, tables: readonly Table[]): Promise<string> {
  const url = await server.recreate(name);
  const directory = join(folder, name);
  await writeProject(directory, tables);
  const { output } = await runCommand({
    args: [CLI, 'diff', '--from', 'empty', '--to', 'models', '--sql'],
    directory,
    env: { SCRATCH_DATABASE_URL: server.url },
  });
  await server.query(url, output);
  return url;
}
