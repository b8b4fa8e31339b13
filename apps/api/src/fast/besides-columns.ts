import type { Model, ModelStatic } from 'sequelize';

/** Hooks that reading or writing a row would run, had Sequelize done it. */
const READING = ['beforeFind', 'beforeFindAfterExpandIncludeAll', 'beforeFindAfterOptions', 'afterFind'];
const WRITING = ['Validate', 'Create', 'Update', 'Save', 'BulkCreate', 'BulkUpdate'].flatMap((what) => [
  `before${what}`,
  `after${what}`,
]);

interface Hooked {
  options?: { hooks?: Readonly<Record<string, unknown>> };
}

/**
 * What a model does besides its columns, and the fast path does not: then the plain way has to be taken.
 *
 * @param own names of hook functions, and validators as `attribute.validator`, of which it is known that they are not needed
 * @returns in words, for reading and for writing
 */
export function besidesColumns(
  model: ModelStatic<Model>,
  own: readonly string[],
): { reading: string[]; writing: string[] } {
  const { paranoid, defaultScope = {}, validate = {} } = model.options;
  const both = [
    ...(paranoid ? ['paranoid'] : []),
    ...(Object.keys(defaultScope).length > 0 ? ['defaultScope'] : []),
    ...accessorsOf(model),
  ];
  const validators = [...Object.keys(validate), ...validatorsOf(model)];
  return {
    reading: [...both, ...hooked(model, READING, own)],
    writing: [...both, ...hooked(model, WRITING, own), ...validators.filter((name) => !own.includes(name))],
  };
}

const accessorsOf = (model: ModelStatic<Model>): string[] =>
  Object.entries(model.getAttributes()).flatMap(([name, { get, set }]) => (get || set ? [`${name}'s accessor`] : []));

const validatorsOf = (model: ModelStatic<Model>): string[] =>
  Object.entries(model.getAttributes()).flatMap(([name, { validate = {} }]) =>
    Object.keys(validate).map((validator) => `${name}.${validator}`),
  );

const hooked = (model: ModelStatic<Model>, names: readonly string[], own: readonly string[]): string[] =>
  names.filter((name) =>
    [model, model.sequelize].some((holder) => hooksOf(holder, name).some((hook) => !own.includes(hook))),
  );

/** Names of the functions; Sequelize keeps them as they are, or in an object where they were given a name. */
function hooksOf(holder: unknown, name: string): string[] {
  const hooks = (holder as Hooked | undefined)?.options?.hooks?.[name] ?? [];
  return [hooks].flat().map((hook) => (typeof hook === 'function' ? hook : (hook as { fn: () => void }).fn).name);
}
