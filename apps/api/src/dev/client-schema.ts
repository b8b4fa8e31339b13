import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import type { oas31 } from 'zod-openapi';
import type { GateOptions } from '../gate/gate.ts';
import { onceEach } from '../idempotency/once.ts';
import { openapi } from '../openapi.ts';
import { employeeStore } from '../routes/employees/store.ts';
import { allRoutes } from '../routes/index.ts';
import { version } from '../version.ts';

/** Where the types of `@roster/client` are. */
export const CLIENT_SCHEMA = fileURLToPath(new URL('../../../../packages/client/src/schema.ts', import.meta.url));

const HEAD = `// Made by \`pnpm client\` from the routes of the API. A change here is lost; a test holds the two together.

`;

/** A server with all that there is, so that the client knows every refusal: 401, 403 and 429 among them. */
const GATE: GateOptions = {
  auth: { keys: [], tokens: { issuer: '', audience: '' } },
  rateLimit: { requests: 1, seconds: 1 },
};

/** The document of such a server. None runs and no database is asked: what the routes say of themselves is enough. */
export function wholeDocument(): oas31.OpenAPIObject {
  const routes = allRoutes({
    employees: employeeStore,
    cursorSecret: '',
    once: onceEach({ isAway: false }),
    checks: async () => ({ isReady: true, checks: {} }),
    lifecycle: { draining: false },
  });
  return openapi(routes, version, GATE);
}

/** The types of the whole API. */
export async function clientSchema(): Promise<string> {
  // The library has types of its own for the same thing.
  const document = wholeDocument() as Parameters<typeof openapiTypeScript>[0];
  const nodes = await openapiTypeScript(document, { rootTypes: true, rootTypesNoSchemaPrefix: true });
  return HEAD + astToString(nodes);
}
