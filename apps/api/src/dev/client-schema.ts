import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { openapi } from '../openapi.ts';
import { employeeStore } from '../routes/employees/store.ts';
import { allRoutes } from '../routes/index.ts';

/** Where the types of `@roster/client` are. */
export const CLIENT_SCHEMA = fileURLToPath(new URL('../../../../packages/client/src/schema.ts', import.meta.url));

const HEAD = `// Made by \`pnpm client\` from the routes of the API. A change here is lost; a test holds the two together.

`;

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** The types of the whole API. No server runs and no database is asked: what the routes say of themselves is enough. */
export async function clientSchema(): Promise<string> {
  const routes = allRoutes({
    employees: employeeStore,
    cursorSecret: '',
    checks: async () => ({}),
    lifecycle: { draining: false },
  });
  // The library reads the document as its own dialect of the same types.
  const document = openapi(routes, version) as Parameters<typeof openapiTypeScript>[0];
  const nodes = await openapiTypeScript(document, { rootTypes: true, rootTypesNoSchemaPrefix: true });
  return HEAD + astToString(nodes);
}
