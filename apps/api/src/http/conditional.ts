/** If-Match and If-None-Match (RFC 9110, 13.1). */

/** Any tag, or one of these. A weak one is written as it came, `W/` included. */
export type TagList = '*' | readonly string[];

const TAG = /\s*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")\s*(,|$)|\s*(,|$)/y;

/**
 * @returns undefined where there is no such header; an empty list for one that is not well-formed, which nothing matches
 * @example `tagsIn('"a", W/"b"') // ['"a"', 'W/"b"']`
 */
export function tagsIn(header: string | undefined): TagList | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const tags: string[] = [];
  for (let at = 0; at < header.length; at = TAG.lastIndex) {
    TAG.lastIndex = at;
    const found = TAG.exec(header);
    if (found === null) return [];
    if (found[1] !== undefined) tags.push(found[1]);
  }
  return tags;
}

/** Weak comparison, for If-None-Match: whether the client has this already. */
export const isKnown = (tags: TagList | undefined, etag: string): boolean =>
  tags === '*' || (tags !== undefined && tags.some((tag) => tag.replace(/^W\//, '') === etag));
