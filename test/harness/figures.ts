/** The value below which a share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** In milliseconds of this process. */
export interface Gap {
  begin: number;
  end: number;
}

export const lengthOf = ({ begin, end }: Gap): number => end - begin;

/**
 * The longest time without a success, of those that end after `from` and begin before `to`; it ends at `to` where none
 * came any more.
 *
 * @param times of the successes
 */
export function longestGap(times: readonly number[], from: number, to: number): Gap {
  const sorted = times.toSorted((a, b) => a - b);
  const before = sorted.findLast((time) => time <= from) ?? from;
  const after = sorted.find((time) => time >= to) ?? to;
  const points = [before, ...sorted.filter((time) => time > from && time < to), after];
  const gaps = points.slice(1).map((end, at) => ({ begin: points[at] ?? end, end }));
  return gaps.reduce((longest, gap) => (lengthOf(gap) > lengthOf(longest) ? gap : longest));
}

export function counted<T extends string | number>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** `201 × 8994, 503 × 1203` */
export const countedText = (values: readonly (string | number)[]): string =>
  [...counted(values)].map(([value, count]) => `${value} × ${count}`).join(', ') || 'none';
