import { Op, type WhereOptions } from 'sequelize';
import type { TagList } from '../../http/conditional.ts';

/**
 * The state of a row, which its ETag names: the transaction that wrote it (`xmin`, as EF Core and others use it, so that
 * no column has to be kept for it) and its `updateTime`. The latter because a failover that lost a commit gives out the
 * same transaction id again.
 *
 * @see https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export interface Version {
  xmin: string;
  updateTime: Date;
}

/** @returns a strong entity tag with its quotes, such as `"767-mia2c5d8"` */
export const etagOf = ({ xmin, updateTime }: Version): string => `"${xmin}-${updateTime.getTime().toString(36)}"`;

const ETAG = /^"(\d{1,10})-(-?[0-9a-z]{1,12})"$/;

function versionOf(tag: string): Version | undefined {
  const [, xmin, time = ''] = ETAG.exec(tag) ?? [];
  const updateTime = new Date(Number.parseInt(time, 36));
  const year = updateTime.getUTCFullYear();
  // What PostgreSQL could not read is no row's state either.
  if (xmin === undefined || Number(xmin) > 0xffffffff || !(year >= 1 && year <= 9999)) return undefined;
  return { xmin, updateTime };
}

/** @returns the condition that a row is in one of the states; undefined where any will do */
export function inState(ifMatch: TagList | undefined): WhereOptions | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const versions = ifMatch.map(versionOf).filter((version) => version !== undefined);
  return versions.length === 0 ? { id: null } : { [Op.or]: versions.map(sameAs) };
}

/** A Date is cut to the millisecond. */
const sameAs = ({ xmin, updateTime }: Version): WhereOptions => ({
  xmin,
  updateTime: { [Op.gte]: updateTime, [Op.lt]: new Date(updateTime.getTime() + 1) },
});
