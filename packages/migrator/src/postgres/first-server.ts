/** After so many milliseconds without an answer of one server the next one is tried beside it (as RFC 8305 does for addresses). */
const STAGGER_MS = 250;

export interface Opened<S, C> {
  server: S;
  connection: C;
}

/**
 * Opens a connection to the first of several servers that will do. One that is silent holds up the others only for a
 * moment.
 *
 * @param open rejects where the server is away, or is not what is wanted
 * @param close for one that comes when another is there already
 * @throws what `open` rejects with where there is one server, else an AggregateError of all
 */
export function openFirst<S, C>(
  servers: readonly S[],
  open: (server: S) => Promise<C>,
  close: (connection: C) => unknown,
): Promise<Opened<S, C>> {
  const waiting = [...servers];
  const errors: unknown[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  return new Promise((resolve, reject) => {
    const next = (): void => {
      clearTimeout(timer);
      const server = waiting.shift();
      if (server === undefined || isDone) return;
      if (waiting.length > 0) timer = setTimeout(next, STAGGER_MS);
      open(server).then(done(server), failed);
    };
    const done =
      (server: S) =>
      (connection: C): void => {
        clearTimeout(timer);
        if (isDone) close(connection);
        else resolve({ server, connection });
        isDone = true;
      };
    const failed = (error: unknown): void => {
      errors.push(error);
      if (errors.length < servers.length) next();
      else if (!isDone) reject(errors.length === 1 ? error : new AggregateError(errors, 'no server will do'));
    };
    next();
  });
}
