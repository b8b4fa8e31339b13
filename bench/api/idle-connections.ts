import { connect, type Socket } from 'node:net';
import type { Running } from './server-process.ts';

/** Connections at a time; a listening socket has a queue. */
const BATCH = 50;

/** Opens connections that have each been answered once and are then kept. */
export async function openIdle({ address, headers }: Running, count: number): Promise<{ close(): void }> {
  const { hostname, port } = new URL(address);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET /v1/employees/1 HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join('')}\r\n`;
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - sockets.length) }, () =>
      answered(Number(port), hostname, request),
    );
    sockets.push(...(await Promise.all(batch)));
  }
  const closed = sockets.filter(({ destroyed }) => destroyed).length;
  if (closed > 0) throw new Error(`${closed} of ${count} connections were closed while the others were opened`);
  return {
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answered(port: number, host: string, request: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => void socket.write(request));
    socket.once('data', () => resolve(socket));
    socket.once('error', reject);
    socket.once('end', () => socket.destroy());
  });
}
