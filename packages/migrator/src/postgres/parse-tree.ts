import type { Node, RangeVar } from 'libpg-query';
import type { QualifiedName } from '../schema/schema.ts';

type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** The kinds of node in PostgreSQL's parse trees: `AlterTableStmt`, `ColumnDef` … */
export type Kind = KeysOf<Node>;

/** What a node of that kind holds. */
export type Content<K extends Kind> = Extract<Node, Record<K, unknown>>[K];

/** What the node holds where it is of that kind. */
export const as = <K extends Kind>(node: Node | undefined, kind: K): Content<K> | undefined =>
  (node as Partial<Record<Kind, unknown>> | undefined)?.[kind] as Content<K> | undefined;

/** The contents of those nodes that are of that kind. */
export const all = <K extends Kind>(nodes: readonly Node[] | undefined, kind: K): Content<K>[] =>
  (nodes ?? []).flatMap((node) => {
    const content = as(node, kind);
    return content === undefined ? [] : [content];
  });

/** The parts of a name, or the columns of a key. */
export const strings = (nodes: readonly Node[] | undefined): string[] =>
  all(nodes, 'String').map(({ sval = '' }) => sval);

/** @param schema where a name without one is looked for */
export const tableName = ({ schemaname, relname = '' }: RangeVar, schema: string): QualifiedName => ({
  schema: schemaname ?? schema,
  name: relname,
});

/** A name in its parts; a database before the schema is left out. */
export function nameOfParts(parts: readonly string[], schema: string): QualifiedName {
  const [name = '', owner = schema] = parts.toReversed();
  return { schema: owner, name };
}

/** The name of what DROP, ALTER … RENAME and the like are about. */
export const objectNameOf = (node: Node | undefined, schema: string): QualifiedName =>
  nameOfParts(strings(as(node, 'List')?.items ?? as(node, 'TypeName')?.names ?? (node && [node])), schema);

/** Every node below a node and itself, as far as `enters` lets it. */
export function visit(part: unknown, enters: (kind: string, content: object) => boolean): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [kind, content] of Object.entries(part)) {
    const isNode = /^[A-Z]/.test(kind) && typeof content === 'object' && content !== null;
    if (!isNode || enters(kind, content as object)) visit(content, enters);
  }
}
