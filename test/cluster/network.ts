import { execFile, spawn } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

/** A machine of the cluster: a network namespace on one end of a cable whose other end is in our switch. */
export interface Machine {
  name: string;
  address: string;
  /** The command as it has to be spelled to run on this machine. */
  onIt(command: readonly string[]): string[];
  /** Pulls the cable: packets are lost both ways, and nobody is told. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Loses what goes to these machines, and so every answer to them; all others, clients among them, still reach it. */
  loseSightOf(others: readonly Machine[]): Promise<void>;
  seeAgain(others: readonly Machine[]): Promise<void>;
  /** Kills with -9 all that runs on it. @returns how many processes that was */
  kill(): number;
}

export const SWITCH_ADDRESS = '10.77.0.1';

const call = promisify(execFile);

/** Our own namespace gets a loopback and a switch that machines can be plugged into. */
export async function makeNetwork(): Promise<void> {
  await ip('link', 'set', 'lo', 'up');
  await ip('link', 'add', 'switch', 'type', 'bridge');
  await ip('address', 'add', `${SWITCH_ADDRESS}/24`, 'dev', 'switch');
  await ip('link', 'set', 'switch', 'up');
}

/** @param number its address ends with it */
export async function plugInMachine(name: string, number: number): Promise<Machine> {
  const address = `10.77.0.${number}`;
  const cable = `to-${name}`;
  const pid = await holdNamespace();
  const onIt = (command: readonly string[]): string[] => ['nsenter', '-t', String(pid), '-n', ...command];
  const ipThere = (...words: string[]): Promise<void> => execute(onIt(['ip', ...words]));

  await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid));
  await ip('link', 'set', cable, 'master', 'switch', 'up');
  await ipThere('link', 'set', 'lo', 'up');
  await ipThere('address', 'add', `${address}/24`, 'dev', 'eth0');
  await ipThere('link', 'set', 'eth0', 'up');

  return {
    name,
    address,
    onIt,
    unplug: () => ip('link', 'set', cable, 'down'),
    plugIn: () => ip('link', 'set', cable, 'up'),
    loseSightOf: (others) => each(others, (other) => ipThere('route', 'add', 'blackhole', `${other.address}/32`)),
    seeAgain: (others) => each(others, (other) => ipThere('route', 'del', 'blackhole', `${other.address}/32`)),
    kill: () => killInNamespace(pid),
  };
}

/** A process that does nothing but keep a namespace alive. @returns its process id */
async function holdNamespace(): Promise<number> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec sleep infinity'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve, reject) => holder.stdout.once('data', resolve).once('end', reject));
  if (holder.pid === undefined) throw new Error('no namespace could be made');
  return holder.pid;
}

/** Until none is left: who dies may have started another one meanwhile. */
function killInNamespace(holder: number): number {
  const killed = new Set<number>();
  for (
    let victims = othersIn(holder);
    victims.length > 0;
    victims = othersIn(holder).filter((pid) => !killed.has(pid))
  ) {
    for (const pid of victims) {
      killed.add(pid);
      killOne(pid);
    }
  }
  return killed.size;
}

function othersIn(holder: number): number[] {
  const theirs = namespaceOf(holder);
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => pid !== holder && namespaceOf(pid) === theirs);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Nothing for a process that has just ended. */
function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

const ip = (...words: string[]): Promise<void> => execute(['ip', ...words]);

async function execute([command = '', ...words]: readonly string[]): Promise<void> {
  await call(command, words);
}

async function each<T>(list: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const item of list) await work(item);
}
