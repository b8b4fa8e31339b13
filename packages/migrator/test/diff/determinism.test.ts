import fc from 'fast-check';
import type { ClientBase } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLUMNS } from '../../src/postgres/catalog-queries.ts';
import { introspect } from '../../src/postgres/introspect.ts';
import { schemaSpec, specSql } from './schema-spec.ts';
import { Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

/** A server that gives its rows backwards; those of columns stand in the order of the columns. */
const backwards = ({ client }: Workbench): ClientBase => {
  const query = async (text: string, values?: unknown[]): Promise<unknown> => {
    const result = await client.query<Record<string, unknown>>(text, values);
    return text === COLUMNS ? result : { ...result, rows: result.rows.toReversed() };
  };
  return { query } as unknown as ClientBase;
};

test('in whatever order the catalogs give their rows, the schema is the same text', async () => {
  const property = fc.asyncProperty(schemaSpec, async (spec) => {
    const options = { schemas: ['other', 'public'] };
    await bench.schemaOf(specSql(spec));
    const schema = await introspect(bench.client, options);
    expect(JSON.stringify(await introspect(backwards(bench), options))).toBe(JSON.stringify(schema));
  });
  await fc.assert(property, { numRuns: 20 });
});
