import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';

/** After the port is open: the first requests are not to wait behind it. */
const PAUSE_MS = 50;

/**
 * Has the database looked over while it serves already. What it finds are warnings of the log, and so is that it can't
 * look. A stop waits until it has told, so that nothing is lost that the log used to say.
 */
export function auditSoon(audit: () => Promise<void>, log: Logger): Promise<void> {
  return sleep(PAUSE_MS)
    .then(audit)
    .catch((error: unknown) => log.warn({ err: error }, 'whether the database has drifted is not known'));
}
