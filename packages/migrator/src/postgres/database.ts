import type { Client, ClientBase, ClientConfig } from 'pg';
import type { Sequelize } from 'sequelize';
import { databaseUnreachable } from '../errors.ts';
import { addressOf, isTlsRefused, type Server, shownAddress } from './address.ts';
import { connectInTime } from './connect-in-time.ts';
import { loadDriver } from './driver.ts';
import { openFirst } from './first-server.ts';

/** A connection that is nobody else's until it is released. */
export interface Connection {
  client: ClientBase;
  release(): Promise<void>;
}

/** Where migrations run: made from a URL (the command) or from the Sequelize of an application. */
export interface Database {
  /** For messages: host, port and name, never the password. */
  readonly shown: string;
  /** Opens a connection of its own, outside any pool. @throws MigratorError DATABASE_UNREACHABLE */
  connect(purpose: string): Promise<Connection>;
  /** A connection for a moment's reading: from the application's pool where there is one. @throws the same */
  borrow(purpose: string): Promise<Connection>;
  /** The Sequelize that program migrations are handed; made at the first need. */
  sequelize(): Promise<Sequelize>;
  /** Closes what this object has opened itself. */
  close(): Promise<void>;
}

/** In ms, until TCP asks whether the other side is still there. The server asks, too: session-settings.ts. */
const KEEP_ALIVE_AFTER = 10_000;

/** In ms. A dead host must be told within 10 s (exit 5), a slow one given a chance. */
const CONNECT_TIMEOUT = 6_000;

/**
 * A database by its URL. Sequelize and the driver are loaded at the first need: a `status` must not wait for an ORM.
 *
 * @param url `postgres://user:password@host:port/name`; of several hosts the one that takes writes is meant (`addressOf`)
 */
export function databaseFromUrl(url: string): Database {
  const shown = shownAddress(url);
  let made: Promise<Sequelize> | undefined;
  const connect = async (purpose: string): Promise<Connection> => {
    const { client } = await reach(url, purpose).catch((cause: unknown) => {
      throw databaseUnreachable(shown, cause);
    });
    return { client, release: () => client.end().catch(() => undefined) };
  };
  return {
    shown,
    connect,
    borrow: connect,
    sequelize: () => (made ??= sequelizeAt(url)),
    close: async () => (await made)?.close(),
  };
}

async function sequelizeAt(url: string): Promise<Sequelize> {
  const [{ Sequelize }, { client, server }] = await Promise.all([import('sequelize'), reach(url, 'migrate')]);
  await client.end();
  // As pg has read it, with its defaults: the user's name, PGHOST.
  const { host, port, user, database, password } = client;
  return new Sequelize({
    dialect: 'postgres',
    host,
    port,
    username: user as string,
    database: database as string,
    ...(password != null && { password }),
    dialectOptions: { ssl: server.ssl, application_name: `migrate (pid ${process.pid})` },
    logging: false,
    pool: { max: 4 },
  });
}

/** A connection to the server that is meant, of all that the URL names. */
async function reach(url: string, purpose: string): Promise<{ client: Client; server: Server }> {
  const { servers, needsPrimary, parameters } = addressOf(url);
  const timeout = CONNECT_TIMEOUT / servers.length;
  const open = async (server: Server) => {
    const connected = await withTls(server, (one) =>
      openClient({ ...parameters, ...one, application_name: purpose }, timeout),
    );
    if (needsPrimary) await assertPrimary(connected.client);
    return connected;
  };
  const { connection } = await openFirst(servers, open, ({ client }) => client.end());
  return connection;
}

/** As the URL's `sslmode` has it: `prefer` does without TLS where the server has none. */
async function withTls(server: Server, connect: (server: Server) => Promise<Client>) {
  try {
    return { server, client: await connect(server) };
  } catch (error) {
    if (!server.mayBePlain || !isTlsRefused(error)) throw error;
    const plain = { ...server, ssl: false as const };
    return { server: plain, client: await connect(plain) };
  }
}

async function assertPrimary(client: Client): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only === 'off') return;
  await client.end();
  throw new Error(`${client.host}:${client.port} takes no writes`);
}

async function openClient(config: ClientConfig, timeout: number): Promise<Client> {
  const { Client } = loadDriver();
  const client = new Client({ ...config, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER });
  // Without a listener the loss of an idle connection ends the process; every query on it is refused anyway.
  client.on('error', () => undefined);
  await connectInTime(client, timeout).catch(async (cause: unknown) => {
    await client.end().catch(() => undefined);
    throw cause;
  });
  return client;
}

/** What Sequelize 6 has and does not declare: a raw connection made with all of the user's options and hooks. */
interface ConnectionManager {
  config: { host?: string; port?: number | string; database?: string; replication?: { write: object } | false };
  _connect(config: object): Promise<ClientBase>;
  _disconnect(client: ClientBase): Promise<void>;
  getConnection(options: { type: 'write' }): Promise<ClientBase>;
  releaseConnection(client: ClientBase): Promise<void> | void;
}

/**
 * The database of an application's Sequelize. Connections are made as its own are (TLS, hooks, tokens), and beside its
 * pool, so that a small pool can't wait for itself.
 */
export function databaseFromSequelize(sequelize: Sequelize): Database {
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const { host, port, database, replication } = manager.config;
  const shown = `${database ?? '(default)'} at ${host ?? 'localhost'}:${port ?? 5432}`;
  const unreachable = (cause: unknown): never => {
    throw databaseUnreachable(shown, (cause as { original?: unknown }).original ?? cause);
  };
  return {
    shown,
    connect: async (purpose) => {
      const client = await manager._connect(replication ? replication.write : manager.config).catch(unreachable);
      client.on('error', () => undefined);
      await client.query("SELECT set_config('application_name', $1, false)", [purpose]);
      return { client, release: () => manager._disconnect(client).catch(() => undefined) };
    },
    borrow: async () => {
      const client = await manager.getConnection({ type: 'write' }).catch(unreachable);
      return { client, release: async () => manager.releaseConnection(client) };
    },
    sequelize: () => Promise.resolve(sequelize),
    close: () => Promise.resolve(),
  };
}
