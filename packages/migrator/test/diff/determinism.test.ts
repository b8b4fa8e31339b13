import fc from 'fast-check';
import type { ClientBase, QueryResult } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { introspect } from '../../src/postgres/introspect.ts';
import { schemaSpec, specSql } from './schema-spec.ts';
import { Workbench } from './workbench.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

type Rows = QueryResult<Record<string, unknown>>;

/** A server that gives its rows backwards; those of columns stand in the order of the columns. */
const backwards = ({ client }: Workbench): ClientBase => {
  const reversed = (result: Rows): Rows =>
    result.fields.some(({ name }) => name === 'identity') ? result : { ...result, rows: result.rows.toReversed() };
  const query = async (text: string, values?: unknown[]): Promise<unknown> => {
    const result = (await client.query(text, values)) as Rows | Rows[];
    return Array.isArray(result) ? result.map(reversed) : reversed(result);
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
