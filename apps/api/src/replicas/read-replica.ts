import type { Server } from '@roster/migrator';
import type { FastClients } from '../fast/fast-clients.ts';
import type { Lsn } from './lsn.ts';
import { Replica } from './replica.ts';
import type { WatchedServer } from './watched-server.ts';

/** A standby with what reads are sent to it by. */
export class ReadReplica extends Replica {
  readonly server: Server;
  /** None: the fast path is off. */
  readonly clients: FastClients | undefined;

  constructor(server: Server, watched: WatchedServer, clients: FastClients | undefined) {
    super(`${server.host ?? 'localhost'}:${server.port ?? 5432}`, watched);
    this.server = server;
    this.clients = clients;
  }

  /**
   * One that answers has connections as well, so that the first read need not go elsewhere for want of one: also one that
   * is behind, which is read from when the primary is gone.
   */
  override async look(lagOf: (replayed: Lsn) => number, maxLag: number): Promise<void> {
    await super.look(lagOf, maxLag);
    if (!this.isStandby || this.clients === undefined) return;
    const { reads, slow } = this.clients;
    await Promise.all([reads.ready(), slow.ready()]).catch((error: unknown) => this.fail(error));
  }
}
