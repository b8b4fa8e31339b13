/** `pnpm client`: writes the types of `@roster/client` anew. */
import { writeFile } from 'node:fs/promises';
import { CLIENT_SCHEMA, clientSchema } from './client-schema.ts';

await writeFile(CLIENT_SCHEMA, await clientSchema());
process.stdout.write(`wrote ${CLIENT_SCHEMA}\n`);
