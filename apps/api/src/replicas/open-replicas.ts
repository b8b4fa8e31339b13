import { addressOf } from '@roster/migrator';
import type { Sequelize } from 'sequelize-typescript';
import { cutOff, cutReads, landingsOf, opener } from '../database/connection.ts';
import { closeFastClients, openFastClients, type Shares } from '../fast/fast-clients.ts';
import type { Logger } from '../log.ts';
import { ReadReplica } from './read-replica.ts';
import { Replicas } from './replicas.ts';
import { WatchedServer } from './watched-server.ts';

export interface OpenReplicasOptions {
  /** Each host of each is a replica. */
  urls: readonly string[];
  sequelize: Sequelize;
  /** Of the connections to each; none: the fast path is off. */
  shares: Shares | undefined;
  /** How long a statement waits for its turn, in milliseconds. */
  patience: number;
  /** In milliseconds. */
  maxLag: number;
  log: Logger;
}

/** The replicas of these URLs, looked at once. One that is away now is taken when it comes. */
export async function openReplicas(options: OpenReplicasOptions): Promise<Replicas<ReadReplica>> {
  const { urls, sequelize, shares, patience, maxLag, log } = options;
  const all = urls
    .flatMap((url) => addressOf(url).servers)
    .map((server) => {
      const own = opener(sequelize, server);
      const clients = shares && openFastClients(own, shares, patience);
      return new ReadReplica({
        server,
        landings: landingsOf(sequelize, server),
        watched: new WatchedServer(own),
        clients,
      });
    });
  const replicas = new Replicas({
    primary: new WatchedServer(opener(sequelize)),
    replicas: all,
    maxLag,
    log,
    onLeftOut: ({ server, isStandby }) => (isStandby ? cutReads : cutOff)(sequelize, server),
  });
  await replicas.start();
  return replicas;
}

export async function closeReplicas(replicas: Replicas<ReadReplica>): Promise<void> {
  await Promise.all(replicas.all.map(async ({ clients }) => clients && closeFastClients(clients)));
  await replicas.close();
}
