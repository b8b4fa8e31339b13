import pg from 'pg';
import { takeRowsApart } from '../fast/rows-apart.ts';

/** PostgreSQL's word to a write on a standby, or in a session that is read-only. */
const READ_ONLY_SQL_TRANSACTION = '25006';

/** What pg's Connection emits and its types lack. */
interface Messages {
  on(event: 'parameterStatus', listen: (message: { parameterName: string; parameterValue: string }) => void): void;
  on(event: 'errorMessage', listen: (message: { code?: string }) => void): void;
}

/**
 * pg's Client, as Sequelize makes it.
 *
 * The end of a connection may come with the word that it is there, before anybody listens to its errors; one that nobody
 * listens to ends the process. Statements of the fast path take their rows as bytes.
 */
export class Client extends pg.Client {
  /** What the server tells of itself, at the start and whenever it changes. */
  readonly #reported = new Map<string, string>();

  constructor(config?: ConstructorParameters<typeof pg.Client>[0]) {
    super(config);
    this.on('error', () => undefined);
    takeRowsApart(this);
    const messages = this.connection as unknown as Messages;
    messages.on('parameterStatus', ({ parameterName, parameterValue }) =>
      this.#reported.set(parameterName, parameterValue),
    );
    // Its server is not the one that takes writes any more: the next connection looks for that one.
    messages.on('errorMessage', ({ code }) => code === READ_ONLY_SQL_TRANSACTION && this.cut());
  }

  /** Ends it without a word, and whatever waits on it with an error. */
  cut(): void {
    setImmediate(() => this.connection.stream.destroy());
  }

  /**
   * Whether its server takes writes: told by every PostgreSQL that is served (14 and later), but not by all poolers.
   *
   * @see https://www.postgresql.org/docs/current/libpq-status.html#LIBPQ-PQPARAMETERSTATUS
   */
  async takesWrites(): Promise<boolean> {
    const standby = this.#reported.get('in_hot_standby');
    if (standby !== undefined) return standby === 'off' && this.#reported.get('default_transaction_read_only') !== 'on';
    const { rows } = await this.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
    return rows[0]?.transaction_read_only === 'off';
  }
}

/** Given to Sequelize, which would otherwise look for pg by its name, where no bundle has it. */
export const driver: object = Object.assign(Object.create(pg) as object, { Client });
