import { addressOf, type Server } from '@roster/migrator';
import { models } from '@roster/models';
import { Sequelize, type SequelizeOptions } from 'sequelize-typescript';
import { isServerFull } from './away.ts';
import { watchDeadlines } from './deadline.ts';
import { type Client, driver } from './driver.ts';
import { Landings } from './landings.ts';
import { type Connect, type ConnectionConfig, configOf, Servers, type SessionOptions } from './servers.ts';

/** Options that Sequelize 6 reads and its types lack. */
const UNDECLARED: object = {
  // The oldest that is served. Not knowing it, Sequelize would open a connection only to ask.
  databaseVersion: '14.0.0',
  // With `clientMinMessages: 'ignore'`, no SET at all on a new connection. Times carry their offset both ways.
  keepDefaultTimezone: true,
};

export interface DatabaseOptions {
  /** Connections at most; 2 or more, since preparing the database holds one while it uses another. */
  poolMax: number;
  /** How long a connection may take to open, and a request to get one from the pool, in milliseconds. */
  timeout: number;
  /** How long a statement may run, in milliseconds. Default: for ever. */
  statementTimeout?: number;
  /** Whether PgBouncer or its like may stand before the database. Then only this side keeps the time of a statement. */
  isPooled?: boolean;
  /** Where a read goes that says `useMaster: false`. None: where all the rest goes. */
  readServer?: (() => Server | undefined) | undefined;
}

/** By how much this side is more patient than the server: enough for the server's own word to arrive. */
const GRACE_MS = 1000;

/**
 * Sequelize with the models on it. Nothing connects yet.
 *
 * Through a pooler nothing is bound to a session: PgBouncer refuses a startup parameter such as `statement_timeout`, and
 * a SET would reach other clients. On this side `query_timeout` also frees a request from a network that went silent;
 * Sequelize does not use that connection again (its postgres/query.js, "Query read timeout").
 */
export function createSequelize(
  url: string,
  { poolMax, timeout, statementTimeout = 0, isPooled = false, readServer }: DatabaseOptions,
): Sequelize {
  const address = addressOf(url);
  const [first] = address.servers;
  const { dialectOptions, ...server } = configOf(first, {
    dialectOptions: {
      application_name: 'roster-api',
      connectionTimeoutMillis: timeout,
      keepAlive: true,
      ...(statementTimeout > 0 && {
        query_timeout: statementTimeout + GRACE_MS,
        ...(!isPooled && { statement_timeout: statementTimeout }),
      }),
      clientMinMessages: 'ignore',
      ...address.parameters,
    },
  });
  const sequelize = new Sequelize({
    dialect: 'postgres',
    dialectModule: driver,
    ...server,
    models,
    logging: false,
    ...UNDECLARED,
    pool: { min: 0, max: poolMax, acquire: timeout, idle: 60_000 },
    dialectOptions,
    ...(readServer && { replication: REPLICATION }),
  } as SequelizeOptions);
  if (readServer !== undefined) readFromPrimary(sequelize);
  watchDeadlines(sequelize);
  connectBy(managerOf(sequelize), new Servers(address), readServer);
  return sequelize;
}

/** Of each of Sequelize's two pools, what its connections are opened with besides. */
const REPLICATION = { write: {}, read: [{ isRead: true }] };

/** Sequelize reads from replicas whatever is no write, which is not for it to decide: a read says so itself. */
function readFromPrimary(sequelize: Sequelize): void {
  const query = sequelize.query.bind(sequelize) as (sql: string, options?: object) => Promise<unknown>;
  sequelize.query = ((sql: string, options?: object) =>
    query(sql, { useMaster: true, ...options })) as typeof sequelize.query;
}

/** What Sequelize's connection manager has and its types lack. */
interface ConnectionManager {
  config: ConnectionConfig & { replication?: unknown };
  connect(config: ConnectionConfig & Whereto): Promise<Client>;
  /** Its first statement on its first connection. */
  _refreshDynamicOIDs(client: Client): Promise<void>;
  servers: Servers;
  /** Of the servers that are named beside the one that serves. */
  landings: Map<Server, Landings>;
}

/** To which server, where it is not the one that serves. */
interface Whereto {
  isRead?: boolean;
  server?: Server | undefined;
}

const managerOf = (sequelize: Sequelize): ConnectionManager =>
  (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;

function connectBy(manager: ConnectionManager, servers: Servers, readServer: DatabaseOptions['readServer']): void {
  const plain = manager.connect.bind(manager);
  const refresh = manager._refreshDynamicOIDs.bind(manager);
  Object.assign(manager, { servers, landings: new Map() });
  manager._refreshDynamicOIDs = (client) => refresh(client).catch((error: unknown) => giveUp(client, error));
  manager.connect = async ({ isRead = false, server = isRead ? readServer?.() : undefined, ...config }) => {
    const connect: Connect = async (one) => Object.assign(await plain(one), { queryType: isRead ? 'read' : 'write' });
    if (server === undefined) return servers.connect(config, connect);
    const client = await servers.connectTo(server, config, connect);
    await landingsIn(manager, server).add(client);
    return client;
  };
}

/** Sequelize leaves it open. */
function giveUp(client: Client, error: unknown): never {
  client.cut();
  throw error;
}

function landingsIn({ landings }: ConnectionManager, server: Server): Landings {
  const known = landings.get(server) ?? new Landings();
  landings.set(server, known);
  return known;
}

/** Where connections to just this server have landed, those of Sequelize's pool of reads among them. */
export const landingsOf = (sequelize: Sequelize, server: Server): Landings => landingsIn(managerOf(sequelize), server);

/** Opens connections that are nobody else's. */
export interface Opener {
  /** What each is opened with. */
  readonly usual: SessionOptions;
  /** @param session instead of what is usual. @throws Sequelize's ConnectionError */
  open(session: SessionOptions): Promise<Client>;
}

/**
 * Connections beside Sequelize's pool.
 *
 * @param server to just this one. Default: to the one that requests go to
 */
export function opener(sequelize: Sequelize, server?: Server): Opener {
  const manager = managerOf(sequelize);
  const { replication: _, ...config } = manager.config;
  const { dialectOptions: usual = {} } = config;
  return { usual, open: (session) => manager.connect({ ...config, server, dialectOptions: session }) };
}

/** Ends all connections to one server, and whatever waits on them with an error. */
export const cutOff = (sequelize: Sequelize, server: Server): void => managerOf(sequelize).servers.cut(server);

/** The same of those in Sequelize's pool of reads alone, which has no other way to keep off a server that is behind. */
export const cutReads = (sequelize: Sequelize, server: Server): void =>
  managerOf(sequelize).servers.cut(server, ({ queryType }) => queryType === 'read');

/** Milliseconds that a database which is there takes to say so, at most. */
const PROBE_MS = 1000;

/**
 * Asks whether a database answers, by a connection made for it. That there are too many is an answer, too: what has one
 * goes on.
 *
 * @throws where it does not
 */
export async function probe({ usual, open }: Opener): Promise<void> {
  const opening = open({ ...usual, connectionTimeoutMillis: PROBE_MS, query_timeout: PROBE_MS });
  const client = await opening.catch(unlessFull);
  if (client === undefined) return;
  try {
    await client.query('SELECT 1');
  } finally {
    client.cut();
  }
}

function unlessFull(error: unknown): undefined {
  if (!isServerFull(error)) throw error;
}
