import { diff as compare, type Delta, encodeId, extract, type FactBase, type StableId } from '@supabase/pg-delta';
import type pg from 'pg';

/** What a database holds, as @supabase/pg-delta reads it: another reading of the catalogs, by people who do not know ours. */
export async function judgeReads(client: pg.Client): Promise<FactBase> {
  const connection = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: () => Promise.resolve(connection) };
  const { factBase } = await extract(pool as unknown as pg.Pool);
  return factBase;
}

/** Each difference that the judge finds, as one line: `add constraint:…`. None: to it the two are the same. */
export function differencesOf(is: FactBase, wanted: FactBase): string[] {
  const isOfExtension = (id: StableId): boolean =>
    [is, wanted].some((facts) => facts.outgoingEdges(id).some(({ kind }) => kind === 'memberOfExtension'));
  // Roles are the whole server's, where other tests make theirs.
  const isElsewhere = (id: StableId): boolean => id.kind === 'role' || isOfExtension(id);
  const deltas = compare(is, wanted).filter((delta) => !('fact' in delta && isElsewhere(delta.fact.id)));
  const whole = new Set(compare(is, wanted).flatMap((delta) => ('fact' in delta ? [encodeId(delta.fact.id)] : [])));
  return deltas.filter((delta) => !follows(delta, whole)).map(lineOf);
}

/** The rights on a thing that comes or goes, and its ties to others, come and go with it. */
function follows(delta: Delta, whole: ReadonlySet<string>): boolean {
  const isWhole = (id: StableId): boolean => whole.has(encodeId(id));
  if ('edge' in delta) return isWhole(delta.edge.from) || isWhole(delta.edge.to);
  return 'fact' in delta && delta.fact.id.kind === 'acl' && isWhole(delta.fact.id.target);
}

function lineOf(delta: Delta): string {
  if ('fact' in delta) return `${delta.verb} ${encodeId(delta.fact.id)}`;
  if ('edge' in delta) return `${delta.verb} ${encodeId(delta.edge.from)} → ${encodeId(delta.edge.to)}`;
  const { id, attr, from, to } = delta;
  const values = typeof from === 'string' && typeof to === 'string' ? `: ${from} → ${to}` : '';
  return `set ${encodeId(id)} ${attr}${values}`;
}
