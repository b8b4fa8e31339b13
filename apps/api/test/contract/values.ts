import fc from 'fast-check';
import type { Contract, Schema } from './document.ts';
import { Recall } from './seen.ts';

/**
 * Values that fit a schema. What the schema can't say is left to the server: an answer other than 2xx is right then, as
 * long as it is documented.
 */
export function valuesOf(contract: Contract, schema: Schema, name = ''): fc.Arbitrary<unknown> {
  const found = contract.resolve(schema);
  if (found.const !== undefined) return fc.constant(found.const);
  if (found.enum !== undefined) return fc.constantFrom(...found.enum);
  const choices = found.anyOf ?? found.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice: Schema) => valuesOf(contract, choice, name)));
  switch (Array.isArray(found.type) ? found.type[0] : found.type) {
    case 'object':
      return objectsOf(contract, found);
    case 'array':
      return fc.array(valuesOf(contract, found.items ?? {}, name), {
        minLength: found.minItems ?? 0,
        maxLength: Math.min(found.maxItems ?? 5, 5),
      });
    case 'integer':
      return integersOf(found);
    case 'number':
      return numbersOf(found);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return sometimesSeen(stringsOf(found), name);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Names that are taken, above all. */
const sometimesSeen = (fresh: fc.Arbitrary<unknown>, name: string): fc.Arbitrary<unknown> =>
  name === '' ? fresh : fc.oneof({ weight: 14, arbitrary: fresh }, { weight: 1, arbitrary: recall(name, fresh) });

/** A value that some answer had under this name, or a fresh one as long as there was none. */
export const recall = (name: string, fresh: fc.Arbitrary<unknown>): fc.Arbitrary<Recall> =>
  fc.tuple(fc.nat(1000), fresh).map(([index, fallback]) => new Recall(name, index, fallback));

function objectsOf(
  contract: Contract,
  { properties = {}, required = [], minProperties = 0 }: Schema,
): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(
    Object.entries<Schema>(properties).map(([name, schema]) => [name, valuesOf(contract, schema, name)]),
  );
  return fc
    .record(model, { requiredKeys: required, noNullPrototype: true })
    .filter((value) => Object.keys(value).length >= minProperties);
}

const INT32 = 2 ** 31;

function integersOf({ minimum = -INT32, maximum = INT32 - 1 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum));
}

/** Multiples are counted in whole numbers: 0.07 is not 7 × 0.01 to a double. */
function numbersOf({ minimum = -1e6, maximum = 1e6, multipleOf }: Schema): fc.Arbitrary<number> {
  if (multipleOf === undefined) return fc.double({ min: minimum, max: maximum, noNaN: true });
  const perUnit = Math.round(1 / multipleOf);
  return fc
    .integer({ min: Math.ceil(minimum * perUnit), max: Math.floor(maximum * perUnit) })
    .map((count) => count / perUnit);
}

/** Past the first and before the last year that PostgreSQL and RFC 3339 both have, whatever the offset. */
const instants = fc
  .tuple(
    fc.date({ min: new Date('0001-01-03T00:00:00Z'), max: new Date('9999-12-29T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom('Z', 'z', '+00:00', '-11:30', '+14:00'),
  )
  .map(([date, offset]) => date.toISOString().replace('Z', offset));

function stringsOf({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return instants;
  const length = { minLength, maxLength: Math.min(maxLength, 200) };
  const units = fc.constantFrom(...(['grapheme', 'binary', 'grapheme-ascii'] as const));
  const free = fc
    .tuple(units, fc.constantFrom(length, length, length, atMost(length), atLeast(length)))
    .chain(([unit, bounds]) => fc.string({ unit, ...bounds }))
    .filter((text) => isBetween(text, length));
  if (pattern === undefined) return free;
  const matching = new RegExp(pattern, 'u');
  // Most patterns only forbid something, and are met by chance; the others are generated from.
  return pattern.startsWith('^[^')
    ? free.filter((text) => matching.test(text))
    : fc.stringMatching(matching).filter((text) => isBetween(text, length));
}

interface Bounds {
  minLength: number;
  maxLength: number;
}

const atLeast = ({ minLength }: Bounds): Bounds => ({ minLength, maxLength: minLength });
const atMost = ({ maxLength }: Bounds): Bounds => ({ minLength: maxLength, maxLength });

/** As JSON Schema counts: in code points. */
const isBetween = (text: string, { minLength, maxLength }: Bounds): boolean => {
  const length = Array.from(text).length;
  return length >= minLength && length <= maxLength;
};
