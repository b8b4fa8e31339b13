import { type Answer, type HttpClient, POSITION } from '../../harness/http-client.ts';
import type { Write } from './writer.ts';

/** `own`: what the client has written before, with the position it was told; `other`: rows that were always there. */
export const READ_KINDS = ['own', 'other', 'list'] as const;
export type ReadKind = (typeof READ_KINDS)[number];

export interface Read {
  kind: ReadKind;
  /** The API process that was asked. */
  by: string;
  dueAt: number;
  answeredAt: number;
  status: Answer['status'];
  /** Why it was refused. */
  problem?: string | undefined;
  /** What an answer says that it must not: nothing, where it is right or "not now". */
  wrong?: string;
}

export interface Known {
  id: number;
  name: string;
  position?: string | undefined;
}

/** The rows of an acknowledged write, as a client knows them that then reads them. */
export const knownFrom = ({ names, acknowledged }: Write): Known[] =>
  (acknowledged?.ids ?? []).map((id, at) => ({ id, name: names[at] ?? '', position: acknowledged?.position }));

/** Asks once, and judges the answer. */
export async function read(kind: ReadKind, row: Known, dueAt: number, client: HttpClient): Promise<Read> {
  const headers: Record<string, string> = row.position === undefined ? {} : { [POSITION]: row.position };
  const path = kind === 'list' ? '/v1/employees?limit=20' : `/v1/employees/${row.id}`;
  const answer = await client.ask({ method: 'GET', path, headers });
  const wrong = isForLater(answer) ? undefined : faultIn(kind, row, answer);
  const problem = answer.status === 503 ? /problem:([\w-]+)/.exec(answer.text)?.[1] : undefined;
  const { status } = answer;
  return {
    kind,
    by: client.name,
    dueAt,
    answeredAt: performance.now(),
    status,
    problem,
    ...(wrong !== undefined && { wrong }),
  };
}

const isForLater = ({ status }: Answer): boolean => status === 'lost' || status === 503;

function faultIn(kind: ReadKind, { id, name }: Known, { status, text }: Answer): string | undefined {
  if (status !== 200) return `${kind} ${id}: ${status}`;
  const body = JSON.parse(text) as { name?: string; items?: unknown[] };
  const isRight = kind === 'list' ? body.items?.length === 20 : body.name === name;
  return isRight ? undefined : `${kind} ${id}: ${text.slice(0, 100)}`;
}
