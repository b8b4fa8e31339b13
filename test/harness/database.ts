import pg from 'pg';

/** Does the work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The first row of what a statement gives. */
export const rowOf = <Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Row>(sql, values);
    if (rows[0] === undefined) throw new Error(`no row of: ${sql}`);
    return rows[0];
  });
