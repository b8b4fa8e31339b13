/**
 * One answer for many: who asks while `run` is under way has the next one, which begins after that, since the one under way
 * may know nothing of what happened before this call. All who ask meanwhile share it.
 *
 * @param run never rejects
 * @example `const position = anew(() => ask(primary)); await position();`
 */
export function anew<T>(run: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    return run();
  };
  return () => {
    if (next === undefined) underWay = next = underWay.then(begin);
    return next;
  };
}
