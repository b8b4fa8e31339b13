import type { Contract } from './document.ts';
import type { Tally } from './fuzz.ts';

/** What a healthy server has no cause for, and a client that does not stall. */
const NOT_PROVOKED = new Set(['408', '429', '500', '503']);

/** The documented answers that never came, `createEmployee 413`, and those of any server: 404, 405 and OPTIONS. */
export function unmet({ operations }: Contract, tally: Tally): string[] {
  const documented = operations.flatMap(({ id, responses }) =>
    Object.keys(responses)
      .filter((status) => !NOT_PROVOKED.has(status))
      .map((status) => `${id} ${status}`),
  );
  return [...documented, 'none 204', 'none 404', 'none 405'].filter((answer) => !tally.has(answer));
}
