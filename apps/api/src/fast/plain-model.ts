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
 * @param own names of hook functions of which it is known that they are not needed
 * @returns in words, for reading and for writing
 */
export function besidesColumns(
  model: ModelStatic<Model>,
  own: readonly string[],
): { reading: string[]; writing: string[] } {
  const { paranoid, defaultScope = {} } = model.options;
  const hooked = (names: readonly string[]): string[] =>
    names.filter((name) =>
      [model, model.sequelize].some((holder) => hooksOf(holder, name).some((hook) => !own.includes(hook))),
    );
  const scoped = [...(paranoid ? ['paranoid'] : []), ...(Object.keys(defaultScope).length > 0 ? ['defaultScope'] : [])];
  return { reading: [...scoped, ...hooked(READING)], writing: [...scoped, ...hooked(WRITING)] };
}

/** Names of the functions; Sequelize keeps them as they are, or in an object where they were given a name. */
function hooksOf(holder: unknown, name: string): string[] {
  const hooks = (holder as Hooked | undefined)?.options?.hooks?.[name] ?? [];
  return [hooks].flat().map((hook) => (typeof hook === 'function' ? hook : (hook as { fn: () => void }).fn).name);
}
