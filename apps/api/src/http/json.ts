/**
 * A value that has been written as JSON already: what a reader of `text` gets is a `T`. An answer may hold one in place of
 * the value, so that rows can go out without becoming objects in between.
 */
export class Json<out T> {
  /** Of the type checker alone: two texts of different values are no one type. */
  declare readonly value: T;

  constructor(readonly text: string) {}
}

/** @example `json({ a: 1 }).text // '{"a":1}'` */
export const json = <T>(value: T): Json<T> => new Json<T>(JSON.stringify(value));

/** An array of texts. */
export const jsonArray = <T>(items: readonly Json<T>[]): Json<T[]> =>
  new Json<T[]>(`[${items.map(({ text }) => text).join()}]`);

/** What each part stands for, in an object of them. */
type Values<P> = { [K in keyof P]: P[K] extends Json<infer T> ? T : P[K] };

/**
 * An object of texts and of plain values; undefined ones are left out, as `JSON.stringify` does.
 *
 * @example `jsonObject({ items: json([1]), total: 1 }).text // '{"items":[1],"total":1}'`
 */
export function jsonObject<P extends object>(parts: P): Json<Values<P>> {
  let text = '';
  for (const [key, part] of Object.entries(parts) as [string, unknown][]) {
    if (part === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${part instanceof Json ? part.text : JSON.stringify(part)}`;
  }
  return new Json<Values<P>>(text === '' ? '{}' : `${text}}`);
}
