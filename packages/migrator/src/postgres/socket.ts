import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** What pg has and does not declare. */
export const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

/** Ends a connection without a word to the server, which is not heard of: what waits for an answer fails at once. */
export const cut = (client: ClientBase): void => void socketOf(client).destroy();
