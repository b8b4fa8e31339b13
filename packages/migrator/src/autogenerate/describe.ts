import type { Difference } from '../schema/drift.ts';
import type { Hazard } from '../schema/hazard.ts';
import type { OperationJson } from '../schema/operation-json.ts';
import type { VerifyStep } from './verify.ts';

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

/** `column employee.nick is in the database, and no migration makes it`. */
export function describeDifference({ change, expected, found, ...difference }: Difference): string {
  const object = oneLine(difference.object);
  if (change === 'added') return `${object} is in the database, and no migration makes it`;
  if (change === 'missing') return `${object} is made by the migrations, and not in the database`;
  return `${object} should be ${oneLine(expected)} and is ${oneLine(found)}`;
}

/** `table nick is left behind`. @param step of `migrate verify`, after which it was found */
export function describeRemainder({ object, change, expected, found }: Difference, step: VerifyStep): string {
  if (step !== 'down') return `${object} is another after the second up than after the first`;
  if (change === 'added') return `${object} is left behind by down`;
  if (change === 'missing') return `${object} was there before up, and down does not bring it back`;
  return `${object} was ${oneLine(expected)} and is ${oneLine(found)} after down`;
}

const MOST_CHARACTERS = 120;

function oneLine(text = ''): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`;
}
