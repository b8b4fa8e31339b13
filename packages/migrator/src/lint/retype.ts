import type { AlterTableCmd, ColumnDef, Node } from 'libpg-query';
import { all, as, strings } from '../postgres/parse-tree.ts';
import { castBetween } from '../schema/casts.ts';
import type { Hazard } from '../schema/hazard.ts';
import { hazards } from '../schema/hazards.ts';
import type { AlterType, ColumnType } from '../schema/operation.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { columnIn, type Effect, effectOf, type Scope } from './scope.ts';
import { columnType } from './type-name.ts';

/** `ALTER COLUMN … TYPE`. */
export function retypeEffect(table: QualifiedName, { name = '', def }: AlterTableCmd, scope: Scope): Effect {
  const { typeName = {}, raw_default: using }: ColumnDef = as(def, 'ColumnDef') ?? {};
  const to = columnType(typeName, scope);
  const isPlain = using === undefined || isPlainCast(using, name, to, scope);
  // What the expression is decides nothing; that there is one does.
  const change = { op: 'alterType' as const, table, column: name, to, ...(!isPlain && { using: '' }) };
  const column = columnIn(scope, table, name);
  if (column !== undefined) return effectOf({ ...change, from: typeOf(column) });
  return effectOf({ ...change, from: to }, hazardsFromUnknown(change, using !== undefined));
}

const typeOf = ({ type, enum: name }: ColumnType): ColumnType => ({ type, ...(name !== undefined && { enum: name }) });

/** `USING a::integer` is what PostgreSQL does by itself, where it does. */
function isPlainCast(using: Node, column: string, to: ColumnType, scope: Scope): boolean {
  const { arg, typeName } = as(using, 'TypeCast') ?? {};
  const [field] = all([arg ?? using], 'ColumnRef').map(({ fields }) => strings(fields).at(-1));
  return typeName !== undefined && field === column && columnType(typeName, scope).type === to.type;
}

/** One type of each family. */
const FAMILIES = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'double precision',
  'character varying',
  'text',
  'date',
  'time without time zone',
  'timestamp without time zone',
  'timestamp with time zone',
  'json',
  'jsonb',
];

/** All that may happen, whatever the type was that PostgreSQL can make this one of. */
function hazardsFromUnknown(change: Omit<AlterType, 'from'>, isAskedFor: boolean): Hazard[] {
  const array = change.to.type.endsWith('[]') ? '[]' : '';
  const able = FAMILIES.map((family) => `${family}${array}`).filter((type) => {
    const cast = castBetween(type, change.to.type);
    return cast === 'assignment' || (isAskedFor && cast === 'explicit');
  });
  const found = (able.length === 0 ? [`text${array}`] : able).flatMap((type) => hazards({ ...change, from: { type } }));
  const first = found.filter(({ code }, at) => found.findIndex((other) => other.code === code) === at);
  return first.map((hazard) => ({ ...hazard, text: `${hazard.text} (No migration before says what its type was.)` }));
}
