import type { QueryInterface, QueryOptions, Sequelize, Transaction, TransactionOptions } from 'sequelize';
import { migrationFileInvalid } from './errors.ts';
import { importModule } from './import-module.ts';
import type { MigrationFile } from './migrations-folder.ts';

/**
 * What a `.ts` or `.js` migration is handed. Everything in it runs in the migration's own transaction; models, which know
 * their own Sequelize, need the `transaction` option.
 */
export interface MigrationContext {
  /** Queries without a `transaction` option run in the migration's. */
  sequelize: Sequelize;
  /** Calls without a `transaction` option run in the migration's. */
  queryInterface: QueryInterface;
  transaction: Transaction;
  /** Umzug's name for the query interface, so that migrations written for Umzug run as they are. */
  context: QueryInterface;
  name: string;
  path: string;
}

/**
 * One direction of a program migration.
 *
 * @example
 * ```ts
 * export const up: Migration = async ({ sequelize }) => {
 *   await sequelize.query('UPDATE employee SET bonus = 0 WHERE bonus < 0');
 * };
 * ```
 */
export type Migration = (context: MigrationContext, sequelizeClass?: unknown) => unknown;

export interface ProgramMigration {
  up: Migration;
  down?: Migration;
}

/** @throws MigratorError MIGRATION_FILE_INVALID where the module can't be loaded or has no `up` */
export async function loadProgram({ path, shown }: MigrationFile): Promise<ProgramMigration> {
  const remedy = 'export `up`, and `down` where there is a way back, as functions';
  const module = await importModule(path).catch((cause: unknown) => {
    throw migrationFileInvalid({ file: shown }, `it can't be loaded: ${String(cause)}`, 'mend the module', cause);
  });
  const { up, down } = (
    typeof module['up'] === 'function' ? module : (module['default'] ?? {})
  ) as Partial<ProgramMigration>;
  if (typeof up !== 'function') throw migrationFileInvalid({ file: shown }, 'it exports no function `up`', remedy);
  return typeof down === 'function' ? { up, down } : { up };
}

/** Runs one direction inside `transaction`. */
export async function runProgram(
  run: Migration,
  { name, path }: MigrationFile,
  sequelize: Sequelize,
  transaction: Transaction,
): Promise<void> {
  const bound = bindTransaction(sequelize, transaction);
  const queryInterface = bound.getQueryInterface();
  const context = { sequelize: bound, queryInterface, transaction, context: queryInterface, name, path };
  // sequelize-cli calls up(queryInterface, Sequelize): the context answers as a query interface too.
  await run(Object.assign(Object.create(queryInterface) as object, context), sequelize.constructor);
}

/**
 * A view of `sequelize` whose queries and query interface run in `transaction` unless they say another (or null), and
 * whose own transactions are savepoints in it. Sequelize itself runs a query without the option on any connection of the
 * pool: forgotten once, and that statement stays when the rest is rolled back.
 */
function bindTransaction(sequelize: Sequelize, transaction: Transaction): Sequelize {
  const within = <O extends { transaction?: Transaction | null }>(options: O = {} as O): O =>
    options.transaction === undefined ? { ...options, transaction } : options;
  const bound = Object.create(sequelize, {
    query: { value: (sql: string, options?: QueryOptions) => sequelize.query(sql, within(options)) },
    transaction: {
      value: (...given: (TransactionOptions | TransactionCallback)[]) => {
        const callback = given.find((value) => typeof value === 'function');
        const options = within(given.find((value) => typeof value === 'object'));
        return callback === undefined ? sequelize.transaction(options) : sequelize.transaction(options, callback);
      },
    },
    getQueryInterface: { value: () => queryInterface },
  }) as Sequelize;
  const queryInterface = bindQueryInterface(sequelize, bound);
  return bound;
}

type TransactionCallback = (transaction: Transaction) => PromiseLike<unknown>;

function bindQueryInterface(sequelize: Sequelize, bound: Sequelize): QueryInterface {
  const own = sequelize.getQueryInterface() as QueryInterface & { queryGenerator: unknown };
  const PostgresQueryInterface = own.constructor as new (
    sequelize: Sequelize,
    queryGenerator: unknown,
  ) => QueryInterface;
  return new PostgresQueryInterface(bound, own.queryGenerator);
}
