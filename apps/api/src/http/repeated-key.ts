import { malformedBody } from '../errors.ts';

/** The strings are unrolled ("normal* (special normal*)*"): an alternation would keep a way back for each character. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** No body of ours has more than a few levels. */
const DEEPEST = 64;

interface Level {
  /** The keys seen so far in an object; none in an array. */
  keys: Set<string> | undefined;
  at: string | number;
}

/**
 * The path to the first key that stands twice in one object; undefined where there is none. `JSON.parse` keeps the last
 * one without a word.
 *
 * @param json a text that `JSON.parse` takes
 * @throws 400 for values nested deeper than any body needs
 * @example `repeatedKey('{"a":{"b":1,"b":2}}') // ['a', 'b']`
 */
export function repeatedKey(json: string): (string | number)[] | undefined {
  const levels: Level[] = [];
  let text = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), at: '' });
    else if (token === '[') levels.push({ keys: undefined, at: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.at === 'number') level.at += 1;
    else if (token === ':' && level && !enter(level, JSON.parse(text) as string)) return levels.map(({ at }) => at);
    text = token;
    if (levels.length > DEEPEST) throw malformedBody(`the body is nested more than ${DEEPEST} levels deep`);
  }
  return undefined;
}

/** Notes the key; false if it was there. */
function enter(level: Level, key: string): boolean {
  level.at = key;
  if (level.keys?.has(key)) return false;
  level.keys?.add(key);
  return true;
}
