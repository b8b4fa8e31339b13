/** Money as whole cents: sums of any number of salaries are exact, as no float's are. */
export type Cents = bigint;

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,2}))?$/;

/**
 * A NUMERIC as PostgreSQL prints it, in cents.
 *
 * @returns undefined where it is no amount: `NaN`, three decimals
 * @example `parseCents('12345.60') // 1234560n`
 */
export function parseCents(decimal: string): Cents | undefined {
  const [, sign = '', whole, part = ''] = DECIMAL.exec(decimal) ?? [];
  return whole === undefined ? undefined : BigInt(sign + whole + part.padEnd(2, '0'));
}

/** @example `formatCents(-5n) // '-0.05'` */
export function formatCents(cents: Cents): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The mean, rounded to the cent as PostgreSQL's `round(avg(x), 2)` does: half a cent away from zero. */
export function meanOf(sum: Cents, count: number): Cents {
  const [size, parts] = [sum < 0n ? -sum : sum, BigInt(count)];
  const rounded = (2n * size + parts) / (2n * parts);
  return sum < 0n ? -rounded : rounded;
}
