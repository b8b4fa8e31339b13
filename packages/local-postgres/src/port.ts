import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const host = '127.0.0.1';

/**
 * The port to start on: the last one, so that the URL stays; for a new cluster one that follows from its path and lies
 * below the ports that kernels give to outgoing connections (Linux from 32768, macOS and Windows from 49152), which
 * would take it now and then; where that is in use, whatever the kernel gives.
 */
export async function choosePort(pgdata: string): Promise<number> {
  const wanted = lastPort(pgdata) ?? ownPort(pgdata);
  return (await listenOnce(wanted)) ?? (await freePort());
}

export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error(`The system has no free port on ${host}`);
  return port;
}

/** PostgreSQL keeps the command line of its last start in the cluster. */
export function lastPort(pgdata: string): number | undefined {
  try {
    const port = /"-p" "(\d+)"/.exec(readFileSync(join(pgdata, 'postmaster.opts'), 'utf8'))?.[1];
    return port === undefined ? undefined : Number(port);
  } catch {
    return undefined;
  }
}

function ownPort(pgdata: string): number {
  return 15_432 + (createHash('sha256').update(pgdata).digest().readUInt32BE(0) % 10_000);
}

/** @returns the port, or undefined when it is in use */
function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once('error', () => resolve(undefined));
    listener.listen({ host, port, exclusive: true }, () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
