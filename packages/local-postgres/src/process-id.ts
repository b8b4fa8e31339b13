import { codeOf } from './errors.ts';

/** Whether a process with this id exists (a zombie does). */
export function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and is another user's.
    return codeOf(error) === 'EPERM';
  }
}
