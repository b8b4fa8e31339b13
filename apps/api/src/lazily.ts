/**
 * Makes something when it is first asked for, and once for all who ask. What failed is forgotten: the next one who asks
 * has it made again.
 *
 * @returns rejects as `make` does
 * @example `const bundle = lazily(() => readFile('bundle.js')); await bundle();`
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  const forget = (error: unknown): never => {
    made = undefined;
    throw error;
  };
  return () => (made ??= make().catch(forget));
}
