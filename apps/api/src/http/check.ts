import { z } from 'zod';

const compiled = new WeakMap<z.ZodType, z.ZodType>();

function compiledOf(schema: z.ZodType): z.ZodType {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = z.compile(schema);
  compiled.set(schema, made);
  return made;
}

const WITH_INPUT = { reportInput: true } as const;

/**
 * What a schema says of a value, by the code that zod makes of the schema when it is first asked. That code knows success
 * alone: what it doesn't take goes to the schema itself, whose faults count. So a transform or a refinement may be called
 * twice for one value, and does nothing but look at it.
 *
 * @returns with the inputs in its issues, as `faultsOf` wants them
 * @see https://zod.dev/compile
 */
export const check = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> =>
  compiledOf(schema).safeParse(value, WITH_INPUT) as z.ZodSafeParseResult<z.output<Schema>>;
