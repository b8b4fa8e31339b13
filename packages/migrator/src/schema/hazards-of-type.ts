import { castBetween, parseType } from './casts.ts';
import type { HazardCode } from './hazard.ts';
import type { AlterType } from './operation.ts';

/** What a type change may do. Empty where PostgreSQL only writes the catalog. */
export function typeHazards({ from, to, using }: AlterType): HazardCode[] {
  const [was, is] = [sized(from.type), sized(to.type)];
  if (using === undefined && losesFields(from.type, to.type)) return ['rewrites-table', 'data-loss'];
  if (using === undefined && isCatalogOnly(was, is)) return [];
  return [
    'rewrites-table',
    ...(isZoned(was) === isZoned(is) || !isTime(was) || !isTime(is) ? [] : ['time-zone' as const]),
    ...(mayFail(from.type, to.type, was, is, using) ? ['fails-on-cast' as const] : []),
    ...(losesParts(was, is) ? ['data-loss' as const] : []),
  ];
}

interface SizedType {
  base: string;
  isArray: boolean;
  /** Length, or precision; without limit where left out. */
  size?: number;
  scale?: number;
}

/** `numeric(10,2)` as base numeric, size 10, scale 2. */
function sized(type: string): SizedType {
  const { base, modifier, isArray } = parseType(type);
  const [size, scale] = (modifier ?? '').match(/-?\d+/g)?.map(Number) ?? [];
  const hasScale = base === 'numeric' && size !== undefined;
  return { base, isArray, ...(size !== undefined && { size }), ...(hasScale && { scale: scale ?? 0 }) };
}

const isWithin = (was: number | undefined, is: number | undefined): boolean =>
  is === undefined || (was !== undefined && was <= is);

/** Types whose length or precision can grow in place. */
const GROWING = ['character varying', 'bit varying', 'numeric', 'interval'];

const isTime = ({ base }: SizedType): boolean => /^(timestamp|time|date)\b/.test(base);

const isZoned = ({ base }: SizedType): boolean => base.endsWith('with time zone');

function isCatalogOnly(was: SizedType, is: SizedType): boolean {
  if (was.isArray !== is.isArray) return false;
  const isFree = is.base === 'text' || (is.base === 'character varying' && is.size === undefined);
  if (isFree && ['text', 'character varying'].includes(was.base)) return true;
  const canGrow = GROWING.includes(was.base) || isTime(was);
  return (
    was.base === is.base && canGrow && isWithin(was.size, is.size) && (is.size === undefined || was.scale === is.scale)
  );
}

const ORDER = ['smallint', 'integer', 'bigint', 'numeric'];

function mayFail(from: string, to: string, was: SizedType, is: SizedType, using: string | undefined): boolean {
  if (using !== undefined || castBetween(from, to) === 'explicit') return !isSafeCast(was, is);
  if (is.size !== undefined && !(was.base === is.base && isWithin(was.size, is.size)) && !isTime(is)) return true;
  const [a, b] = [ORDER.indexOf(was.base), ORDER.indexOf(is.base)];
  return isFloat(was) ? b >= 0 && is.base !== 'numeric' : a >= 0 && b >= 0 && b < a;
}

/** Casts that are asked for, and yet take every value. */
const isSafeCast = (was: SizedType, is: SizedType): boolean =>
  (was.base === 'integer' && is.base === 'boolean') || (was.base === 'boolean' && is.base === 'integer');

const isFloat = ({ base }: SizedType): boolean => base === 'real' || base === 'double precision';

const FIELDS = /^interval (?:year|month|day|hour|minute|second)/;

/** `interval year to month` keeps no days. */
const losesFields = (from: string, to: string): boolean =>
  from !== to && from.startsWith('interval') && FIELDS.test(to);

const isText = ({ base }: SizedType): boolean => ['text', 'character varying', 'character'].includes(base);

/** Digits, fractions of a second, the time of the day: conversions that round or cut and say nothing. */
function losesParts(was: SizedType, is: SizedType): boolean {
  if (was.base === 'numeric' && is.base === 'numeric') return !isWithin(was.scale, is.scale);
  const isExact = ORDER.includes(is.base) && is.base !== 'numeric';
  if (isExact && (was.base === 'numeric' || isFloat(was) || was.base === 'jsonb')) return true;
  if (is.scale !== undefined && (isFloat(was) || isText(was) || was.base === 'jsonb')) return true;
  if (is.base === 'double precision' && ['numeric', 'bigint'].includes(was.base)) return true;
  if (was.base === 'inet' && is.base === 'cidr') return true;
  if (isTime(is) && (isText(was) || was.base === 'interval')) return is.base === 'date' || is.base.startsWith('time ');
  if (is.base === 'real' && ['numeric', 'double precision', 'bigint', 'integer'].includes(was.base)) return true;
  if (was.base.startsWith('timestamp') && (is.base === 'date' || is.base.startsWith('time '))) return true;
  const isSubsecond = was.base === is.base || (isTime(was) && isTime(is) && is.base !== 'date');
  return isSubsecond && (isTime(was) || was.base === 'interval') && !isWithin(was.size ?? 6, is.size);
}
