import type { Contract, DocumentedResponse } from './document.ts';
import type { Tally } from './fuzz.ts';

/** What a healthy server has no cause for, and a client that speaks HTTP, does not stall and is not limited. */
const NOT_PROVOKED = new Set([
  'auth-unavailable',
  'bad-request',
  'database-unavailable',
  'expectation-failed',
  'headers-too-large',
  'imports-busy',
  'internal-error',
  'not-ready',
  'overloaded',
  'request-timeout',
  'too-many-requests',
]);

/** Whether a response is for such problems alone. */
function isNotProvoked({ content }: DocumentedResponse): boolean {
  const codes = Object.keys(content['application/problem+json']?.examples ?? {});
  return codes.length > 0 && codes.every((code) => NOT_PROVOKED.has(code));
}

/** The documented answers that never came, `createEmployee 413`, and those of any server: 404, 405 and OPTIONS. */
export function unmet({ operations }: Contract, tally: Tally): string[] {
  const documented = operations.flatMap(({ id, responses }) =>
    Object.entries(responses)
      .filter(([, response]) => !isNotProvoked(response))
      .map(([status]) => `${id} ${status}`),
  );
  return [...documented, 'none 204', 'none 404', 'none 405'].filter((answer) => !tally.has(answer));
}
