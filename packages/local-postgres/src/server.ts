import { join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { type Binaries, locateBinaries, usableBinaries } from './binaries.ts';
import { defaultStateRoot, existingPlace, preparePlace } from './data-directory.ts';

/** Everything that is known about a server before it runs. Plain data: the keeper gets it as JSON. */
export interface Server {
  dataDir: string;
  /** PostgreSQL's own data directory. */
  pgdata: string;
  log: string;
  account?: Account | undefined;
  binaries: Binaries;
}

/** Where a server is looked for. */
export interface ServerOptions {
  /** The directory for the cluster, the log and the pin. Made when it is missing. */
  dataDir: string;
  /** Only as root: the account that a new cluster belongs to. Default: `postgres`, else `nobody`. */
  runAs?: string | undefined;
  /**
   * Where copies of the binaries, and data, go when the server cannot use them where they are.
   * Default: `/var/lib/roster-postgres` as root, else `$XDG_STATE_HOME/roster-postgres`.
   */
  stateRoot?: string | undefined;
  /** Another PostgreSQL than the installed one, 14 or later: the server matrix of the tests runs several. */
  binaries?: Binaries | undefined;
}

/** Decides account, place and binaries, and prepares all three. */
export async function prepareServer(options: ServerOptions): Promise<Server> {
  const found = options.binaries ?? locateBinaries();
  const stateRoot = options.stateRoot ?? defaultStateRoot();
  const { dataDir, account } = preparePlace(resolve(options.dataDir), stateRoot, options.runAs);
  return serverAt(dataDir, account, await usableBinaries(found, account, stateRoot));
}

/**
 * The server of a cluster that exists already, or undefined. Changes nothing.
 *
 * @throws LOCAL_POSTGRES_OWNED_BY_OTHER
 */
export function findServer(options: ServerOptions): Server | undefined {
  const place = existingPlace(resolve(options.dataDir), options.stateRoot ?? defaultStateRoot());
  return place && serverAt(place.dataDir, place.account, options.binaries ?? locateBinaries());
}

function serverAt(dataDir: string, account: Account | undefined, binaries: Binaries): Server {
  return { dataDir, pgdata: join(dataDir, 'cluster'), log: join(dataDir, 'postgres.log'), account, binaries };
}
