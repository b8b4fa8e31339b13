import { DEFAULT_HISTORY, type HistoryTable } from './history.ts';
import type { IntrospectOptions } from './postgres/introspect.ts';

interface Managed {
  history?: Partial<HistoryTable> | undefined;
  schemas?: readonly string[] | undefined;
  ignore?: readonly (string | RegExp)[] | undefined;
}

/** What an introspection of a project looks at: never its history table. */
export function managedBy({ history, schemas = ['public'], ignore = [] }: Managed): Required<IntrospectOptions> {
  const { schema, table } = { ...DEFAULT_HISTORY, ...history };
  return { schemas, ignore: [...ignore, `${schema}.${table}`] };
}
