import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port and tells whoever started this process. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => ready((server.address() as AddressInfo).port));
}

/** The process ends with the one that started it, however that ends. */
export function ready(port: number): void {
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));
  // Ctrl-C goes to all processes of a terminal; the runner decides.
  process.on('SIGINT', () => undefined);
  process.send?.({ address: `http://127.0.0.1:${port}` });
}
