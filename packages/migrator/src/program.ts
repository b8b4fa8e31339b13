import type { QueryInterface, QueryOptions, Sequelize, Transaction, TransactionOptions } from 'sequelize';
import { migrationFileInvalid, reasonOf } from './errors.ts';
import { importModule } from './import-module.ts';
import type { MigrationFile } from './migrations-folder.ts';
import { showPlaceOf } from './place-of-error.ts';
import { hasOwnTransaction } from './postgres/transaction-control.ts';

/** PostgreSQL's own code for what it refuses inside a transaction. */
export const ACTIVE_TRANSACTION = '25001';

/**
 * What a `.ts` or `.js` migration is handed. Everything in it runs in the migration's own transaction; models, which know
 * their own Sequelize, need the `transaction` option.
 */
export interface MigrationContext {
  /** Queries without a `transaction` option run in the migration's. */
  sequelize: Sequelize;
  /** Calls without a `transaction` option run in the migration's. */
  queryInterface: QueryInterface;
  /** Null where the migration sends what PostgreSQL refuses inside a transaction. */
  transaction: Transaction | null;
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

/** What a migration exports: its functions may call each other as `this.cleanup()`, as sequelize-cli lets them. */
type Exported = Partial<ProgramMigration> | undefined;

/** @throws MigratorError MIGRATION_FILE_INVALID where the module can't be loaded or has no `up` */
export async function loadProgram({ path, shown }: MigrationFile): Promise<ProgramMigration> {
  const remedy = 'export `up`, and `down` where there is a way back, as functions';
  const module = await importModule(path).catch((cause: unknown) => {
    const why = `it can't be loaded: ${reasonOf(cause)}${showPlaceOf(cause)}`;
    throw migrationFileInvalid({ file: shown }, why, 'mend the module', cause);
  });
  const whole = module['default'] as Exported;
  const exported: Exported = typeof whole?.up === 'function' ? whole : module;
  const { up, down } = exported;
  if (typeof up !== 'function') throw migrationFileInvalid({ file: shown }, 'it exports no function `up`', remedy);
  return { up: up.bind(exported), ...(typeof down === 'function' && { down: down.bind(exported) }) };
}

/** Runs one direction inside `transaction`; with null each of its statements commits by itself. */
export async function runProgram(
  run: Migration,
  { name, path }: MigrationFile,
  sequelize: Sequelize,
  transaction: Transaction | null,
): Promise<void> {
  const refused: unknown[] = [];
  const bound = transaction === null ? sequelize : bindTransaction(sequelize, transaction, refused);
  const queryInterface = bound.getQueryInterface();
  const context: MigrationContext = {
    sequelize: bound,
    queryInterface,
    transaction,
    context: queryInterface,
    name,
    path,
  };
  // sequelize-cli calls up(queryInterface, Sequelize): the context answers as a query interface too.
  const given = Object.assign<object, MigrationContext>(Object.create(queryInterface) as object, context);
  try {
    await run(given, sequelize.constructor);
  } catch (error) {
    throw refused[0] ?? error;
  }
  // A program that swallows the refusal has not done its work.
  if (refused.length > 0) throw refused[0];
}

/**
 * A view of `sequelize` whose queries and query interface run in `transaction` unless they say another (or null), and
 * whose own transactions are savepoints in it. Sequelize itself runs a query without the option on any connection of the
 * pool: forgotten once, and that statement stays when the rest is rolled back.
 */
function bindTransaction(sequelize: Sequelize, transaction: Transaction, refused: unknown[]): Sequelize {
  const within = <O extends { transaction?: Transaction | null }>(options: O = {} as O): O =>
    options.transaction === undefined ? { ...options, transaction } : options;
  const bound = Object.create(sequelize, {
    query: {
      value: async (sql: Sql, options?: QueryOptions) => {
        await refuseOwnTransaction(sql, refused);
        return sequelize.query(sql, within(options));
      },
    },
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

type Sql = string | { query: string; values: unknown[] };

/** PostgreSQL would only warn of the BEGIN, and the END would be that of the migration's own transaction. */
async function refuseOwnTransaction(sql: Sql, refused: unknown[]): Promise<void> {
  if (!(await hasOwnTransaction(typeof sql === 'string' ? sql : sql.query))) return;
  const error = new Error('a text with BEGIN and END cannot run inside a transaction');
  refused.push(Object.assign(error, { code: ACTIVE_TRANSACTION }));
  throw error;
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
