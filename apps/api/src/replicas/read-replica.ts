import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '@roster/migrator';
import type { Landings } from '../database/landings.ts';
import type { FastClients } from '../fast/fast-clients.ts';
import { type Judge, Replica } from './replica.ts';
import type { WatchedServer } from './watched-server.ts';

export interface ReadReplicaOptions {
  server: Server;
  /** Of all connections to it. */
  landings: Pick<Landings, 'isOne'>;
  watched: WatchedServer;
  /** None: the fast path is off. */
  clients: FastClients | undefined;
}

/** Milliseconds that its connections may take, so that one that gives none does not keep the others from being asked. */
const PATIENCE_MS = 1000;

/** A standby with what reads are sent to it by. */
export class ReadReplica extends Replica {
  readonly server: Server;
  readonly clients: FastClients | undefined;
  readonly #landings: Pick<Landings, 'isOne'>;

  constructor({ server, landings, watched, clients }: ReadReplicaOptions) {
    super(`${server.host ?? 'localhost'}:${server.port ?? 5432}`, watched);
    this.server = server;
    this.clients = clients;
    this.#landings = landings;
  }

  override get isOne(): boolean {
    return this.#landings.isOne;
  }

  /**
   * One that answers has connections as well, so that the first read need not go elsewhere for want of one: also one that
   * is behind, which is read from when the primary is gone.
   */
  override async look(judge: Judge): Promise<void> {
    await this.ask(judge);
    if (!this.isStandby || this.clients === undefined) return;
    const { reads, slow } = this.clients;
    const opened = Promise.all([reads.ready(), slow.ready()]).then(() => undefined, String);
    const late = sleep(PATIENCE_MS, 'no connection came about in time', { ref: false });
    const why = await Promise.race([opened, late]);
    // What it has said of itself, or says meanwhile, is true all the same.
    this.leftOut ??= why;
  }
}
