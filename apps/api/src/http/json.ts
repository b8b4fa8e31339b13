/**
 * A value that has been written as JSON already: what a reader of `content` gets is a `T`. An answer may hold one in place
 * of the value, so that rows can go out without becoming objects in between.
 */
export class Json<out T> {
  /** Of the type checker alone: two texts of different values are no one type. */
  declare readonly value: T;

  /** UTF-8 where it is bytes. */
  readonly content: string | Buffer;

  constructor(content: string | Buffer) {
    this.content = content;
  }
}

/** A value as it goes out, written already or not. */
export const contentOf = (value: unknown): string | Buffer =>
  value instanceof Json ? value.content : JSON.stringify(value);

/** @example `json({ a: 1 }).content // '{"a":1}'` */
export const json = <T>(value: T): Json<T> => new Json<T>(JSON.stringify(value));

/** What each part stands for, in an object of them. */
type Values<P> = { [K in keyof P]: P[K] extends Json<infer T> ? T : P[K] };

/**
 * An object of what is written and of plain values; undefined ones are left out, as `JSON.stringify` does.
 *
 * @example `jsonObject({ items: json([1]), total: 1 }) // {"items":[1],"total":1}`
 */
export function jsonObject<P extends object>(parts: P): Json<Values<P>> {
  const pieces: (string | Buffer)[] = [];
  for (const [key, part] of Object.entries(parts) as [string, unknown][]) {
    if (part === undefined) continue;
    pieces.push(`${pieces.length === 0 ? '{' : ','}${JSON.stringify(key)}:`);
    pieces.push(part instanceof Json ? part.content : JSON.stringify(part));
  }
  pieces.push(pieces.length === 0 ? '{}' : '}');
  return new Json<Values<P>>(Buffer.concat(pieces.map(bytesOf)));
}

const bytesOf = (piece: string | Buffer): Buffer => (typeof piece === 'string' ? Buffer.from(piece) : piece);
