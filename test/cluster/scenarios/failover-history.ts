import { withClient } from '../../harness/database.ts';
import type { HttpClient } from '../../harness/http-client.ts';
import { type Aim, atMost } from '../../harness/report.ts';
import { until } from '../../harness/until.ts';
import { type Cluster, urlOf } from '../cluster.ts';
import type { Write } from '../load/writer.ts';

/** Each name in the table, and how often it is there. */
type Contents = Map<string, number>;

/** Holds what the clients were told against what is there: by SQL on every node, and by each process's own export. */
export async function checkHistory(
  writes: readonly Write[],
  cluster: Cluster,
  clients: readonly HttpClient[],
): Promise<Aim[]> {
  await untilReplayed(cluster);
  const aims: Aim[] = [];
  for (const node of cluster.nodes) aims.push(...judge(writes, await contentsOf(urlOf(node)), node.name));
  for (const client of clients) aims.push(...judge(writes, await exportOf(client), `the export of ${client.name}`));
  return [...aims, ...judgeAnswers(writes)];
}

function judge(writes: readonly Write[], contents: Contents, where: string): Aim[] {
  const told = writes.filter(({ acknowledged }) => acknowledged !== undefined).flatMap(({ names }) => names);
  const lost = told.filter((name) => !contents.has(name));
  const twice = [...contents.values()].filter((count) => count > 1);
  const halves = writes.filter(({ names }) => new Set(names.map((name) => contents.has(name))).size > 1);
  return [
    atMost(`rows acknowledged and not in ${where}`, lost.length, 0),
    atMost(`rows twice in ${where}`, twice.length, 0),
    atMost(`bulk writes half done in ${where}`, halves.length, 0),
  ];
}

/** A retry that finds its own first attempt done and is refused has not been told the truth. */
function judgeAnswers(writes: readonly Write[]): Aim[] {
  const refused = writes.filter(({ statuses }) => !isExpected(statuses.at(-1)));
  const open = writes.filter(({ acknowledged }) => acknowledged === undefined);
  return [
    atMost('writes answered with anything but 201, 503 or a lost connection', refused.length, 0),
    atMost('writes that were never acknowledged', open.length, 0),
  ];
}

const isExpected = (status: Write['statuses'][number] | undefined): boolean =>
  status === 201 || status === 503 || status === 'lost';

const contentsOf = (url: string): Promise<Contents> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; count: number }>(
      'SELECT name, count(*)::int AS count FROM employee GROUP BY name',
    );
    return new Map(rows.map(({ name, count }) => [name, count]));
  });

async function exportOf(client: HttpClient): Promise<Contents> {
  const headers = { accept: 'application/x-ndjson' };
  const { status, text } = await client.ask({ method: 'GET', path: '/v1/employees/export', headers });
  if (status !== 200) throw new Error(`the export of ${client.name}: ${status}`);
  const contents: Contents = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const { name } = JSON.parse(line) as { name: string };
    contents.set(name, (contents.get(name) ?? 0) + 1);
  }
  return contents;
}

/** Until each replica has replayed what the primary had written. */
async function untilReplayed(cluster: Cluster): Promise<void> {
  await cluster.whole();
  const position = await withClient(urlOf(await cluster.primary()), async (client) => {
    const { rows } = await client.query<{ position: string }>('SELECT pg_current_wal_lsn() AS position');
    return rows[0]?.position;
  });
  for (const node of await cluster.replicas()) {
    const look = (): Promise<true | undefined> =>
      withClient(urlOf(node), async (client) => {
        const { rows } = await client.query<{ is: boolean }>('SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS is', [
          position,
        ]);
        return rows[0]?.is || undefined;
      });
    await until(`${node.name} has replayed all`, look, { within: 30 });
  }
}
