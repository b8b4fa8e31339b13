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
 * @param value what it makes of it: where that has as many keys as the text, none was lost
 * @throws 400 for values nested deeper than any body needs
 * @example `repeatedKey('{"a":{"b":1,"b":2}}', { a: { b: 2 } }) // ['a', 'b']`
 */
export function repeatedKey(json: string, value: unknown): (string | number)[] | undefined {
  if (keysIn(value, DEEPEST) === colonsIn(json)) return undefined;
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

/** How many keys all objects have together; NaN where they are deeper than so many levels. */
function keysIn(value: unknown, levels: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) return Number.NaN;
  if (Array.isArray(value)) return value.reduce<number>((count, part) => count + keysIn(part, levels - 1), 0);
  let count = 0;
  for (const key in value) {
    const part: unknown = value[key as keyof typeof value];
    count += typeof part === 'object' ? 1 + keysIn(part, levels - 1) : 1;
  }
  return count;
}

/**
 * As many as a JSON text has keys: the colon behind a key follows a quotation mark or white space. More where such a
 * colon stands in a string, which is seldom; one in a time follows a digit.
 */
function colonsIn(json: string): number {
  let count = 0;
  for (let at = json.indexOf(':'); at !== -1; at = json.indexOf(':', at + 1)) {
    const before = json.charCodeAt(at - 1);
    if (before === QUOTE || before <= SPACE) count += 1;
  }
  return count;
}

const QUOTE = 0x22;
const SPACE = 0x20;
