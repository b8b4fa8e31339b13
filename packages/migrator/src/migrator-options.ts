import type { Sequelize } from 'sequelize';
import type { HistoryTable } from './history.ts';

export interface MigratorOptions {
  /** The application's Sequelize, or else `url`. */
  sequelize?: Sequelize;
  /** `postgres://…`, where there is no Sequelize at hand. */
  url?: string;
  /** The folder of the migrations. */
  migrations: string;
  /** Default `public."SequelizeMeta"`. */
  history?: Partial<HistoryTable>;
  /** The schemas that are managed. Default `['public']`. */
  schemas?: readonly string[];
  /** Tables never looked at: `name`, `schema.name`, or a pattern. */
  ignore?: readonly (string | RegExp)[];
  /** For `check`, `generate` and `diff`: SQL that scratch databases need before the models. */
  prelude?: readonly string[];
  /** For those, a server where databases may be made. Default: SCRATCH_DATABASE_URL, else the embedded one. */
  scratchUrl?: string;
  /** In ms: how long to wait for another run to end. Default 60 000. */
  lockTimeout?: number;
  /** In ms: how long the server keeps its locks for a run whose network is gone. Default 45 000. */
  lease?: number;
  /**
   * In ms: how long a statement waits for a table before the migration is tried again. Default 5 000. It gives way
   * after 0.2 s to others that wait behind it.
   */
  statementLockTimeout?: number;
  /**
   * How often a migration is tried that did not get its locks in time. Default 5. Tries that gave way are not counted:
   * they go on for as long as all others might last.
   */
  attempts?: number;
  /** Told what a person may want to know while waiting. Default: nobody. */
  log?: (message: string) => void;
}
