import type { z } from 'zod';

/** What an input becomes by its schema, without it; undefined where only the schema can tell. */
export type QuickForm<Input, Output> = (input: Input) => Output | undefined;

const quickForms = new WeakMap<z.ZodType, QuickForm<never, unknown>>();

/**
 * Gives a schema a short way for what almost all requests bring. The schema stays the one that says what is right: the
 * quick form takes a part of that, and makes the same of it.
 */
export function withQuickForm<S extends z.ZodType>(schema: S, form: QuickForm<z.input<S>, z.output<S>>): S {
  quickForms.set(schema, form);
  return schema;
}

/** Undefined where it has none, and where it leaves this input to the schema. */
export function quickly(schema: z.ZodType, input: unknown): unknown {
  return (quickForms.get(schema) as QuickForm<unknown, unknown> | undefined)?.(input);
}
