/** Tables never looked at: `name`, `schema.name`, or a pattern that is held against both. */
export function isIgnored(ignore: readonly (string | RegExp)[], schema: string, name: string): boolean {
  const names = [name, `${schema}.${name}`];
  return ignore.some((item) =>
    names.some((text) => (typeof item === 'string' ? item === text : text.search(item) !== -1)),
  );
}
