import { type Address, isTlsRefused, openFirst, type Server } from '@roster/migrator';
import { ConnectionError } from 'sequelize';
import { isServerFull } from './away.ts';
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
  readonly #clients = new Map<Server, Set<Client>>();
  /** Those that would not serve when they were last asked. */
  readonly #refused = new Set<Server>();
  /** The one that served last. */
  #serving: Server;

  constructor(address: Address) {
    this.#address = address;
    this.#serving = address.servers[0];
  }

  /** @throws Sequelize's ConnectionError where none will do */
  async connect(config: ConnectionConfig, connect: Connect): Promise<Client> {
    const { servers } = this.#address;
    const lastFirst = [this.#serving, ...servers.filter((server) => server !== this.#serving)];
    const open = (server: Server) => this.#ask(server, config, connect);
    const { server, connection } = await openFirst(lastFirst, open, (late) => late.cut()).catch(rethrow);
    const old = this.#serving;
    this.#serving = server;
    if (server !== old) this.#cutRefused(old);
    return connection;
  }

  /** A connection to just this one, of the URL or not. @throws the same */
  async connectTo(server: Server, config: ConnectionConfig, connect: Connect): Promise<Client> {
    const client = await withTls(server, (one) => connect(configOf(one, config)));
    const clients = this.#clients.get(server) ?? new Set();
    this.#clients.set(server, clients.add(client));
    client.once('end', () => clients.delete(client));
    return client;
  }

  /** Ends connections to it, and whatever waits on them with an error. @param which of them. Default: all */
  cut(server: Server, which: (client: Client) => boolean = () => true): void {
    for (const client of this.#clients.get(server) ?? []) if (which(client)) client.cut();
  }

  async #ask(server: Server, config: ConnectionConfig, connect: Connect): Promise<Client> {
    try {
      const client = await this.#openServing(server, config, connect);
      this.#refused.delete(server);
      return client;
    } catch (error) {
      // One that has too many serves those that it has.
      if (!isServerFull(error)) this.#refused.add(server);
      if (server !== this.#serving) this.#cutRefused(server);
      throw error;
    }
  }

  /**
   * What waits on one that serves no more, which may be cut off from the others and not know it, must not wait on. One that
   * was only slower than another goes on: of two ways to one primary either will do.
   */
  #cutRefused(server: Server): void {
    if (this.#refused.has(server)) this.cut(server);
  }

  async #openServing(server: Server, config: ConnectionConfig, connect: Connect): Promise<Client> {
    const client = await this.connectTo(server, config, connect);
    if (!this.#address.needsPrimary || (await client.takesWrites())) return client;
    client.cut();
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
