import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, constants, setPriority } from 'node:os';
import { note } from '../harness/words.ts';

/**
 * Keeps a process and its threads, and those that it starts from now on, to one core. Where several want both of two
 * cores, one that takes what is another's would be measured as that one's fault.
 */
export function pin(pid: number, core: number): void {
  if (availableParallelism() < 2) return;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    note(`Process ${pid} is not kept to a core: taskset is not there or may not`);
  }
}

/** Lets others go first on their core: this process, and those that it starts from now on. */
export function yieldCore(pid: number): void {
  setPriority(pid, constants.priority.PRIORITY_LOW);
}

/** Resident memory in MB; 0 of a process that is gone. */
export function residentOf(pid: number): number {
  return readProcess(pid, 'status', (text) => Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024);
}

/** Open files and sockets; 0 of a process that is gone. */
export function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

const ESTABLISHED = '01';

/**
 * The clients' ports of all connections to a port of this machine that its server has not ended.
 *
 * @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function openPeersOf(port: number): number[] {
  const portOf = (address = ''): number => Number.parseInt(address.split(':')[1] ?? '', 16);
  return ['tcp', 'tcp6']
    .flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => portOf(local) === port && state === ESTABLISHED)
    .map(([, , remote]) => portOf(remote));
}

/** Seconds of processor time so far. */
export function cpuOf(pid: number): number {
  return readProcess(pid, 'stat', (text) => {
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  });
}

/** The same of a process and those that it has started, also of those that have ended. */
export function cpuOfAll(pid: number): number {
  const children = readProcess(pid, `task/${pid}/children`, (text) => text.trim().split(' ').map(Number));
  const ended = readProcess(pid, 'stat', (text) => {
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  });
  return [pid, ...(children || [])].reduce((sum, one) => sum + cpuOf(one), ended);
}

function readProcess<T>(pid: number, file: string, read: (text: string) => T): T | 0 {
  try {
    return read(readFileSync(`/proc/${pid}/${file}`, 'utf8'));
  } catch {
    return 0;
  }
}
