import { readdirSync, readFileSync } from 'node:fs';

/** Linux alone tells of another process what is measured here. */
const PROC = '/proc';

/**
 * Processor time of processes so far, user and system, in milliseconds: by thread in nanoseconds, where
 * `/proc/<pid>/stat` counts in hundredths of a second.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export const cpuOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuOfProcess(pid), 0);

function cpuOfProcess(pid: number): number {
  const tasks = `${PROC}/${pid}/task`;
  const nanoseconds = namesIn(tasks).map((task) => Number(textOf(`${tasks}/${task}/schedstat`).split(' ')[0]));
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6;
}

/** Clock ticks a second, as the kernel shows them to programs on every architecture that Node runs on. */
const TICKS = 100;

/** Of the children that have ended, in milliseconds, to a hundredth of a second. */
export function cpuOfEnded(pid: number): number {
  // The second field is the command in parentheses, and may have spaces.
  const fields = textOf(`${PROC}/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS;
}

/** What a process holds of the memory, in bytes. */
export function residentOf(pids: readonly number[]): number {
  const sizes = pids.map((pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(textOf(`${PROC}/${pid}/status`))?.[1] ?? 0));
  return sizes.reduce((sum, kilobytes) => sum + kilobytes * 1024, 0);
}

export const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(textOf(`${PROC}/${pid}/status`))?.[1]);

/** The processes that a process has started, and is still the parent of. */
export const childrenOf = (pid: number): number[] =>
  namesIn(`${PROC}/${pid}/task`).flatMap((task) =>
    textOf(`${PROC}/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  );

/** A process may end while it is looked at. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
