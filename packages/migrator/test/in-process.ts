import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sequelize } from 'sequelize';
import { inject, onTestFinished } from 'vitest';
import { createProject, type Project, type ProjectParts } from '../src/autogenerate/project.ts';
import { managedBy } from '../src/managed.ts';

/** A folder of migrations; a database is made where it is needed. Inside the package, for its node_modules. */
export async function createFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(fileURLToPath(new URL('./', import.meta.url)), '.project-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

/** A project as a command has it, without a process for each call. @param define its models */
export const projectOf = (
  folder: string,
  define: (sequelize: Sequelize) => unknown = () => undefined,
  parts: Partial<ProjectParts> = {},
): Project =>
  createProject({
    folder,
    managed: managedBy({}),
    models: () => {
      const sequelize = new Sequelize({ dialect: 'postgres', logging: false });
      define(sequelize);
      return Promise.resolve(sequelize);
    },
    scratchUrl: () => Promise.resolve(inject('postgresUrl')),
    scratchName: 'test',
    directory: folder,
    ...parts,
  });
