import type { Socket } from 'node:net';
import type { ClientBase, ClientConfig } from 'pg';
import type { Sequelize } from 'sequelize';
import { databaseUnreachable } from '../errors.ts';
import { connectInTime } from './connect-in-time.ts';
import { loadDriver } from './driver.ts';

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

/** Ends a connection without a word to the server, which is not heard of: what waits for an answer fails at once. */
export const cut = (client: ClientBase): void =>
  void (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();

/** In ms, until TCP asks whether the other side is still there. The server asks, too: session-settings.ts. */
const KEEP_ALIVE_AFTER = 10_000;

/** In ms. A dead host must be told within 10 s (exit 5), a slow one given a chance. */
const CONNECT_TIMEOUT = 6_000;

/** `postgres://user:…@host:5432/name` without what must not be shown. */
export function showUrl(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${decodeURIComponent(pathname.slice(1)) || '(default)'} at ${hostname}:${port || '5432'}`;
  } catch {
    return 'of the given URL';
  }
}

/**
 * A database by its URL. Sequelize and the driver are loaded at the first need: a `status` must not wait for an ORM.
 *
 * @param url `postgres://user:password@host:port/name`
 */
export function databaseFromUrl(url: string): Database {
  const shown = showUrl(url);
  let made: Promise<Sequelize> | undefined;
  const make = async (): Promise<Sequelize> => {
    const { Sequelize } = await import('sequelize');
    // pg's reading of the URL, because Sequelize's own knows fewer forms and would go to another database.
    const { connectionParameters } = new (loadDriver().Client)({ connectionString: url }) as unknown as Parsed;
    const { host, port, user, password, database, ssl } = connectionParameters;
    return new Sequelize({
      dialect: 'postgres',
      host,
      port,
      username: user,
      database,
      ...(password != null && { password }),
      dialectOptions: { ...(ssl && { ssl }), application_name: `migrate (pid ${process.pid})` },
      logging: false,
      pool: { max: 4 },
    });
  };
  const connect = (purpose: string) => openClient({ connectionString: url, application_name: purpose }, shown);
  return {
    shown,
    connect,
    borrow: connect,
    sequelize: () => (made ??= make()),
    close: async () => (await made)?.close(),
  };
}

/** What pg has and does not declare: a URL as it understands it. */
interface Parsed {
  connectionParameters: {
    host: string;
    port: number;
    user: string;
    password?: string | null;
    database: string;
    ssl: boolean | object;
  };
}

async function openClient(config: ClientConfig, shown: string): Promise<Connection> {
  const { Client } = loadDriver();
  const client = new Client({ ...config, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER });
  // Without a listener the loss of an idle connection ends the process; every query on it is refused anyway.
  client.on('error', () => undefined);
  await connectInTime(client, CONNECT_TIMEOUT).catch(async (cause: unknown) => {
    await client.end().catch(() => undefined);
    throw databaseUnreachable(shown, cause);
  });
  return { client, release: () => client.end().catch(() => undefined) };
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
