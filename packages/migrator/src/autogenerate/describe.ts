import type { Difference } from '../schema/drift.ts';
import type { Hazard } from '../schema/hazard.ts';
import type { OperationJson } from '../schema/operation-json.ts';

/** An operation in one line: `addColumn employee.email`. */
export function describeOperation({
  op,
  schema,
  table,
  enum: type,
  column,
  name,
  value,
  from,
  to,
}: OperationJson): string {
  const owner = [schema, table ?? type].filter(Boolean).join('.');
  const object = [owner, column ?? value].filter(Boolean).join('.') || name || '';
  const part = name !== undefined && name !== object ? [name] : [];
  if (op.startsWith('rename') && owner !== '') return `${op} ${owner}.${shown(from)} → ${shown(to)}`;
  const change = to === undefined || typeof to === 'object' ? [] : [`${shown(from)} → ${shown(to)}`];
  return [op, object, ...part, ...change].filter(Boolean).join(' ');
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'none' : JSON.stringify(value);

export const describeHazard = ({ code, text }: Hazard): string => `${code}: ${text}`;

/** `column employee.nick is not in the migrations`. */
export function describeDifference({ object, change, expected, found }: Difference): string {
  if (change === 'added') return `${object} is in the database, and no migration makes it`;
  if (change === 'missing') return `${object} is made by the migrations, and not in the database`;
  return `${object} should be ${oneLine(expected)} and is ${oneLine(found)}`;
}

const oneLine = (text = ''): string => text.replaceAll(/\s+/g, ' ').trim();
