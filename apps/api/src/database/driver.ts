import { connect } from 'node:net';
import pg from 'pg';
import { takeRowsApart } from '../fast/rows-apart.ts';

/** PostgreSQL's word to a write on a standby, or in a session that is read-only. */
const READ_ONLY_SQL_TRANSACTION = '25006';

/** What pg's Connection emits and its types lack. */
interface Messages {
  on(event: 'parameterStatus', listen: (message: { parameterName: string; parameterValue: string }) => void): void;
  on(event: 'errorMessage', listen: (message: { code?: string }) => void): void;
  on(event: 'notice', listen: (message: { routine?: string }) => void): void;
}

const CANCEL_REQUEST = 80877102;
/** How long a server may take to hear of it, in milliseconds: longer than PgBouncer does (`cancel_wait_timeout`). */
const CANCEL_MS = 15_000;

/** What pg's Client has and its types lack. */
interface Cancellable {
  host: string;
  port: number;
  processID: number;
  secretKey: number;
}

/** What Sequelize's pool looks at before it uses a connection again. */
interface Invalid {
  _invalid?: boolean;
}

/** What pg's Client and Query have and its types lack: an error that a query is told at its end. */
interface Queries {
  _getActiveQuery(): { _canceledDueToError?: Error | false } | null | undefined;
}

/**
 * Where PostgreSQL stands when it warns that a commit was not waited for: cancelled while it waits for a synchronous standby,
 * it tells of success, although none may have what was committed. Known by its place since its words are translated.
 *
 * @see https://github.com/postgres/postgres/blob/master/src/backend/replication/syncrep.c
 */
const NOT_REPLICATED = 'SyncRepWaitForLSN';

/** As PostgreSQL's own class for it: whether the transaction will last is not known (08007). */
const transactionUnknown = (): Error =>
  Object.assign(new Error('the commit was not confirmed by a standby in time'), { code: '08007' });

/**
 * pg's Client, as Sequelize makes it.
 *
 * The end of a connection may come with the word that it is there, before anybody listens to its errors; one that nobody
 * listens to ends the process. Statements of the fast path take their rows as bytes.
 */
export class Client extends pg.Client {
  /** Which of Sequelize's two pools has it. Set late, it would be missing when a connection is lost during its first statement. */
  queryType: 'read' | 'write' = 'write';
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
    // An answer of success must mean that it lasts.
    messages.on('notice', ({ routine }) => {
      const query = routine === NOT_REPLICATED && (this as unknown as Queries)._getActiveQuery();
      if (query) query._canceledDueToError = transactionUnknown();
    });
    // Its server is not the one that takes writes any more: the next connection looks for that one.
    messages.on('errorMessage', ({ code }) => code === READ_ONLY_SQL_TRANSACTION && this.cut());
  }

  /** Ends it without a word, and whatever waits on it with an error. */
  cut(): void {
    setImmediate(() => this.connection.stream.destroy());
  }

  /**
   * Has PostgreSQL cancel the statement that runs. What comes to the server may come late, and end another statement
   * on this connection: so that there is none, the pool does not use it again.
   *
   * Without TLS also where the connection has it, as libpq's PQcancel: the key that is sent is of no use but this.
   *
   * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
   */
  cancelStatement(): void {
    const { host, port, processID, secretKey } = this as unknown as Cancellable;
    (this as Invalid)._invalid = true;
    const request = Buffer.alloc(16);
    for (const [at, word] of [16, CANCEL_REQUEST, processID, secretKey].entries()) request.writeInt32BE(word, at * 4);
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    socket.on('error', () => undefined).setTimeout(CANCEL_MS, () => socket.destroy());
    // The server ends it, as with libpq. Where the client does so first, PgBouncer may end itself (pgbouncer#801).
    socket.resume().unref().write(request);
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
