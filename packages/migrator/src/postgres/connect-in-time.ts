import type { Client } from 'pg';
import { socketOf } from './socket.ts';

/** How often the time is counted, in ms. */
const TICK = 50;

/**
 * Connects, or fails after `timeout` ms in which this process was free. The driver's own timeout runs on while a project's
 * models are loaded, which may keep the process busy for longer than that, and then fails before it has looked at the answer.
 */
export async function connectInTime(client: Client, timeout: number): Promise<void> {
  let left = Math.ceil(timeout / TICK);
  const timer = setInterval(() => {
    left -= 1;
    if (left === 0) socketOf(client).destroy(new Error('timeout expired'));
  }, TICK);
  try {
    await client.connect();
  } finally {
    clearInterval(timer);
  }
}
