import fc from 'fast-check';

/** Values for tests of the wire's types: right ones, and such as are nearly right. */

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`));

export const amounts: fc.Arbitrary<string | number> = fc.oneof(
  fc.tuple(digits(0, 9), digits(0, 3)).map(([whole, cents]) => `${whole}.${cents}`),
  fc.integer({ min: -1, max: 10_000_000_001 }).map((cents) => (cents / 100).toFixed(2)),
  fc.double({ min: -1, max: 1e9 }),
  fc.integer({ min: -10, max: 10_000_000_001 }).map((cents) => cents / 100),
  fc.stringMatching(/^[+-]?[0-9.]{0,4}$/),
  fc.constantFrom('0.00', '00.10', '0.000', '99999999.99', '100000000.00', '-0.00', '١.٠٠', '1.00\n', -0, 1e21),
);

export const times: fc.Arbitrary<string> = fc.oneof(
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
  fc.stringMatching(
    /^(0000|0001|2023|2024|9999)-(01|02|04|12|13)-(28|29|30|31)[Tt](00|23):59:(00|59|60)(\.[0-9]{0,8})?(Z|Z|Z|z|[+-](00|08):30)$/,
  ),
  fc.stringMatching(/^(0000|0001|2024|9999)-(02-29|06-30)T23:59:59\.[0-9]{3,6}Z$/),
  fc.constantFrom('2026-01-31T01:00:00.123456Z\n', '2026-01-31T01:00Z', '2026-01-31', '２026-01-31T01:00:00.123Z'),
);
