import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@roster/local-postgres/testing';
import { Sequelize } from 'sequelize';
import { inject, onTestFinished } from 'vitest';
import { createMigrator, type Migrator } from '../src/migrator.ts';
import type { MigratorOptions } from '../src/migrator-options.ts';

export type Define = (sequelize: Sequelize) => void;

/** A developer's desk: a folder of migrations, a database, and models that change under the hand. */
export interface Desk {
  url: string;
  folder: string;
  /** A migrator of these models. */
  with(define: Define, options?: Partial<MigratorOptions>): Migrator;
  /** The names of the files. */
  files(): Promise<string[]>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

/** Inside the package, whose node_modules keep schemas by the hash of their inputs. */
const HOME = fileURLToPath(new URL('./', import.meta.url));

export async function createDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(HOME, '.project-desk-'));
  const { url, drop } = await createTestDatabase('desk');
  const opened: Sequelize[] = [];
  onTestFinished(async () => {
    for (const sequelize of opened) await sequelize.close();
    await drop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url,
    folder,
    with: (define, options) => {
      const sequelize = new Sequelize(url, { logging: false });
      opened.push(sequelize);
      define(sequelize);
      return createMigrator({ sequelize, migrations: folder, scratchUrl: inject('postgresUrl'), ...options });
    },
    files: async () => (await readdir(folder)).toSorted(),
    read: (file) => readFile(join(folder, file), 'utf8'),
    write: (file, text) => writeFile(join(folder, file), text),
    remove: (file) => rm(join(folder, file)),
  };
}
