import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApi } from '../../harness/api.ts';
import { until } from '../../harness/until.ts';
import { note } from '../../harness/words.ts';
import { type Database, startDatabase } from '../database.ts';
import type { SmallDisk } from './disk.ts';
import { FAULTS, type FaultyProxy } from './faulty-proxy.ts';
import type { Random } from './random.ts';

/** What is broken, and what it takes to mend it. */
export interface Faulty {
  folder: string;
  random: Random;
  proxy: FaultyProxy;
  /** Those that may be killed. */
  mortal: ApiProcess[];
  env: Readonly<Record<string, string>>;
  disk: SmallDisk | undefined;
  database: Database;
}

/** How often each thing was done. */
export type Struck = Record<string, number>;

const count = (struck: Struck, what: string, by = 1): void => void (struck[what] = (struck[what] ?? 0) + by);

/** Connections between the API and the database: something every fraction of a second. */
export async function breakConnections(faulty: Faulty, struck: Struck, isOver: () => boolean): Promise<void> {
  const random = faulty.random.fork();
  while (!isOver()) {
    await sleep(random.between(100, 800));
    const fault = random.oneOf(FAULTS);
    const [each, lasting] = [random.fork(), random.between(50, 2500)];
    count(
      struck,
      fault,
      faulty.proxy.strike(fault, () => each.next() < 0.3, lasting),
    );
  }
}

/** Processes: one is killed, and started again after a while. */
export async function killProcesses(faulty: Faulty, struck: Struck, isOver: () => boolean): Promise<void> {
  const { mortal } = faulty;
  const random = faulty.random.fork();
  while (!isOver()) {
    await sleep(random.between(4000, 15_000));
    if (isOver()) return;
    const at = Math.floor(random.next() * mortal.length);
    const victim = mortal[at] as ApiProcess;
    victim.process.kill('SIGKILL');
    count(struck, 'killed');
    await sleep(random.between(300, 3000));
    mortal[at] = await restart(victim, faulty);
  }
}

/** A start may meet a fault as well; an orchestrator tries again. */
async function restart({ name, address }: ApiProcess, { folder, env }: Faulty): Promise<ApiProcess> {
  const port = Number(new URL(address).port);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startApi(name, port, folder, env);
    } catch (error) {
      if (attempt === 10) throw error;
      await sleep(500);
    }
  }
}

/** The disk: full for some seconds. PostgreSQL may stop of it, and is started again as a service would be. */
export async function fillDisk(
  faulty: Faulty,
  struck: Struck,
  { pause, isOver }: { pause: number; isOver: () => boolean },
): Promise<void> {
  const { disk } = faulty;
  const random = faulty.random.fork();
  if (disk === undefined) return;
  while (!isOver()) {
    await sleep(random.between(pause / 2, pause));
    if (isOver()) return;
    disk.fill();
    count(struck, 'disk full');
    note('the disk is full');
    await sleep(random.between(2000, 7000));
    disk.free();
    await untilUp(faulty);
    note('the disk has room again');
  }
}

/** Until the database answers: joined where it has recovered by itself, else started. */
async function untilUp(faulty: Faulty): Promise<void> {
  faulty.database = await until('the database is up', () => startDatabase(faulty.folder), { within: 90, every: 500 });
  faulty.proxy.target = faulty.database.port;
}
