/**
 * PostgreSQL's print of an expression as tokens: enough to see which columns and types it names and to carry a rename
 * into it, without a parser.
 */
export interface Token {
  kind: 'space' | 'string' | 'name' | 'other';
  text: string;
  /** A name without its quotes. */
  value: string;
}

const TOKEN =
  /(?<space>\s+)|(?<string>E'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<name>[\p{L}_][\p{L}\p{N}_$]*)|(?:\d[\d.]*(?:[eE][+-]?\d+)?)|::|[\s\S]/gu;

export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: match, groups = {} }): Token => {
    if (groups.quoted !== undefined) return { kind: 'name', text: match, value: unquote(match) };
    const kind = groups.space ? 'space' : groups.string ? 'string' : groups.name ? 'name' : 'other';
    return { kind, text: match, value: match };
  });
}

const unquote = (quoted: string): string => quoted.slice(1, -1).replaceAll('""', '"');

const joined = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('');

/** PostgreSQL prints a name in lower case or in quotes, and its keywords (AND, CASE …) in upper case. */
const isNamed = (token: Token | undefined, name: string): boolean =>
  token?.kind === 'name' && token.value === name && (token.text !== name || name === name.toLowerCase());

/** The words of type names that PostgreSQL spells in several: `character varying`, `timestamp with time zone`. */
const TYPE_WORDS = new Set('varying precision without with time zone year month day hour minute second to'.split(' '));

/** Positions that belong to a type: what stands behind `::`. */
function typePositions(tokens: readonly Token[]): Set<number> {
  const positions = new Set<number>();
  let inType = false;
  for (const [at, token] of tokens.entries()) {
    const afterCast = tokens[at - 1]?.text === '::' || (tokens[at - 1]?.text === '.' && positions.has(at - 2));
    inType = afterCast || (inType && (token.kind === 'space' || TYPE_WORDS.has(token.text)));
    if (inType) positions.add(at);
  }
  return positions;
}

/** Where the column is meant: not a function, not a type, not a part of a qualified name. */
function columnPositions(tokens: readonly Token[], column: string): number[] {
  const types = typePositions(tokens);
  return tokens.flatMap((token, at) => {
    const isOther = types.has(at) || tokens[at + 1]?.text === '(' || tokens[at - 1]?.text === '.';
    return isNamed(token, column) && !isOther && !isField(tokens, at) ? [at] : [];
  });
}

/** `year` in `EXTRACT(year FROM at)`. */
const isField = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 2]?.text === 'EXTRACT' && tokens[at - 1]?.text === '(' && tokens[at + 2]?.text === 'FROM';

/** Whether an expression of this table reads the column; `t.*` reads every one. */
export function mentionsColumn(text: string, table: string, column: string): boolean {
  const tokens = tokensOf(text);
  const wholeRow = tokens.some(
    (token, at) => isNamed(token, table) && tokens[at + 1]?.text === '.' && tokens[at + 2]?.text === '*',
  );
  return wholeRow || columnPositions(tokens, column).length > 0;
}

export function renameColumnIn(text: string, from: string, to: string): string {
  const tokens = tokensOf(text);
  const positions = new Set(columnPositions(tokens, from));
  return joined(tokens.map((token, at) => (positions.has(at) ? { ...token, text: quoted(to) } : token)));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const isQualified = (tokens: readonly Token[], at: number, schema: string, name: string): boolean =>
  isNamed(tokens[at], schema) && tokens[at + 1]?.text === '.' && isNamed(tokens[at + 2], name);

/** Whether a type is named: every type that is not PostgreSQL's own is printed with its schema. */
export function mentionsType(text: string, { schema, name }: { schema: string; name: string }): boolean {
  const tokens = tokensOf(text);
  return tokens.some((_, at) => isQualified(tokens, at, schema, name));
}

/** Every mention of a type under its new name. */
export function renameTypeIn(
  text: string,
  from: { schema: string; name: string },
  to: { schema: string; name: string },
): string {
  const tokens = tokensOf(text);
  const isSchema = new Set(tokens.flatMap((_, at) => (isQualified(tokens, at, from.schema, from.name) ? [at] : [])));
  return joined(
    tokens.map((token, at) => {
      if (isSchema.has(at)) return { ...token, text: quoted(to.schema) };
      return isSchema.has(at - 2) ? { ...token, text: quoted(to.name) } : token;
    }),
  );
}

/** A label of an enum in `'a'::schema.type` and `'{a,b}'::schema.type[]`. */
export function renameValueIn(text: string, type: { schema: string; name: string }, from: string, to: string): string {
  const tokens = tokensOf(text);
  return joined(
    tokens.map((token, at) => {
      const isOfType =
        token.kind === 'string' && tokens[at + 1]?.text === '::' && isQualified(tokens, at + 2, type.schema, type.name);
      if (!isOfType) return token;
      const isArray = tokens[at + 5]?.text === '[';
      return { ...token, text: isArray ? renameElement(token.text, from, to) : renameLiteral(token.text, from, to) };
    }),
  );
}

const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const renameLiteral = (text: string, from: string, to: string): string => (text === literal(from) ? literal(to) : text);

const ELEMENT = /"(?:[^"\\]|\\.)*"|[^{},]+/g;

function renameElement(text: string, from: string, to: string): string {
  const inner = text.slice(1, -1).replaceAll("''", "'");
  const renamed = inner.replace(ELEMENT, (element) => {
    const value = element.startsWith('"') ? element.slice(1, -1).replace(/\\(.)/g, '$1') : element;
    return value === from ? arrayElement(to) : element;
  });
  return literal(renamed);
}

/** As array_out quotes an element (src/backend/utils/adt/arrayfuncs.c). */
const arrayElement = (value: string): string =>
  value === '' || /^null$/i.test(value) || /[\s"\\{},]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;

const NEEDS_NO_QUOTES = /^[a-z_][a-z0-9_$]*$/;

/**
 * The text with every name spelled in one way. A rename carried into an expression always writes quotes, PostgreSQL only
 * where they are needed; both mean the same.
 */
export const plainNames = (text: string): string =>
  text.includes('"') ? joined(tokensOf(text).map((token) => ({ ...token, text: plainName(token) }))) : text;

const plainName = ({ kind, text, value }: Token): string =>
  kind === 'name' && text !== value && NEEDS_NO_QUOTES.test(value) && value !== 'true' && value !== 'false'
    ? value
    : text;

/** The functions that an expression calls. `COALESCE(` and `CURRENT_TIMESTAMP(` are syntax. */
export function calledFunctions(text: string): string[] {
  const tokens = tokensOf(text);
  const types = typePositions(tokens);
  return tokens.flatMap((token, at) =>
    token.kind === 'name' && tokens[at + 1]?.text === '(' && !types.has(at) && !isKeyword(token) ? [token.value] : [],
  );
}

/** PostgreSQL prints its keywords in upper case, and a name that has a capital in quotes. */
const isKeyword = ({ text, value }: Token): boolean => text === value && value !== value.toLowerCase();

/** What stands in the strings of an expression. */
export const stringsIn = (text: string): string[] =>
  tokensOf(text).flatMap(({ kind, text: string }) =>
    kind === 'string' ? [string.slice(string.indexOf("'") + 1, -1).replaceAll("''", "'")] : [],
  );

/** The same SQL with no line break inside a string or a name: one could look like a marker of the file, or be changed by a checkout. */
export const withoutLineBreaks = (sql: string): string =>
  joined(tokensOf(sql).map((token) => (/[\r\n]/.test(token.text) ? { ...token, text: escaped(token) } : token)));

function escaped({ kind, text }: Token): string {
  if (kind === 'name') return `U&${escapeBreaks(text.replaceAll('\\', '\\\\'), '\\000a', '\\000d')}`;
  if (kind !== 'string') return text;
  return escapeBreaks(text.startsWith('E') ? text : `E${text.replaceAll('\\', '\\\\')}`, '\\n', '\\r');
}

const escapeBreaks = (text: string, lineFeed: string, carriageReturn: string): string =>
  text.replaceAll('\n', lineFeed).replaceAll('\r', carriageReturn);
