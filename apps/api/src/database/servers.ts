import { type Address, isTlsRefused, openFirst, type Server } from '@roster/migrator';
import { ConnectionError } from 'sequelize';
import type { Client } from './driver.ts';

/** What one connection is made with: Sequelize's names for it. */
export interface ConnectionConfig {
  host?: string | undefined;
  port?: number | string | undefined;
  username?: string | undefined;
  password?: string | null | undefined;
  database?: string | undefined;
  dialectOptions?: SessionOptions | undefined;
}

/** What goes to pg beside the server: Sequelize's `dialectOptions`. */
export type SessionOptions = Readonly<Record<string, unknown>>;

export type Connect = (config: ConnectionConfig) => Promise<Client>;

/**
 * The servers of one URL. Each connection goes to the one that serves: the first that answers, and where the URL names
 * several, that takes writes. Which one that is can change with every connection (a failover).
 */
export class Servers {
  readonly #address: Address;
  /** The one that served last, and its connections. */
  #serving: Server;
  #clients = new Set<Client>();

  constructor(address: Address) {
    this.#address = address;
    this.#serving = address.servers[0];
  }

  /** @throws Sequelize's ConnectionError where none will do */
  async connect(config: ConnectionConfig, connect: Connect): Promise<Client> {
    const { servers } = this.#address;
    const lastFirst = [this.#serving, ...servers.filter((server) => server !== this.#serving)];
    const open = (server: Server) => this.#open(server, config, connect);
    const { server, connection } = await openFirst(lastFirst, open, (late) => late.cut()).catch(rethrow);
    this.#keep(server, connection);
    return connection;
  }

  /** Another server than before: what waits on the old one, which may be cut off and not know it, must not wait on. */
  #keep(server: Server, client: Client): void {
    if (server !== this.#serving) {
      for (const old of this.#clients) old.cut();
      this.#clients = new Set();
      this.#serving = server;
    }
    this.#clients.add(client);
    client.once('end', () => this.#clients.delete(client));
  }

  async #open(server: Server, config: ConnectionConfig, connect: Connect): Promise<Client> {
    const client = await withTls(server, (one) => connect(configOf(one, config)));
    if (!this.#address.needsPrimary || (await client.takesWrites())) return client;
    await client.end();
    throw new ConnectionError(new Error(`${server.host}:${server.port ?? 5432} takes no writes`));
  }
}

/** As the URL's `sslmode` has it: `prefer` does without TLS where the server has none. */
async function withTls(server: Server, connect: (server: Server) => Promise<Client>): Promise<Client> {
  try {
    return await connect(server);
  } catch (error) {
    const cause = error instanceof ConnectionError ? error.parent : error;
    if (!server.mayBePlain || !isTlsRefused(cause)) throw error;
    return connect({ ...server, ssl: false });
  }
}

/** The settings of a connection, with those of one server. */
export const configOf = (server: Server, config: ConnectionConfig): ConnectionConfig => ({
  ...config,
  host: server.host,
  port: server.port ?? 5432,
  username: server.user,
  password: server.password ?? null,
  database: server.database,
  dialectOptions: { ...config.dialectOptions, ssl: server.ssl },
});

function rethrow(error: unknown): never {
  throw error instanceof AggregateError ? new ConnectionError(error) : error;
}
