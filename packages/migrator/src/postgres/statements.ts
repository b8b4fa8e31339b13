/** PostgreSQL's own parser (libpg-query, WebAssembly): loaded only when a question about a text must be answered. */
import type { Node } from 'libpg-query';

export interface Statement {
  /** The kind of its parse tree, e.g. `CreateStmt`. */
  kind: string;
  /** The parse tree: `{ CreateStmt: { … } }`. */
  tree: Node;
  /** For a TransactionStmt: `TRANS_STMT_COMMIT` and so on. */
  transaction?: string;
  text: string;
  /** Of its first character in the whole text, from 0. */
  offset: number;
}

interface ParsedStatement {
  stmt?: Record<string, { kind?: string }>;
  stmt_location?: number;
  stmt_len?: number;
}

/**
 * Splits a text into statements.
 *
 * @throws libpg-query's SqlError where the text is not SQL to PostgreSQL 18
 */
export async function splitStatements(sql: string): Promise<Statement[]> {
  const { parse } = await import('libpg-query');
  const { stmts = [] } = (await parse(sql)) as { stmts?: ParsedStatement[] };
  const slice = createSlicer(sql);
  return stmts.map(({ stmt = {}, stmt_location: start = 0, stmt_len: length }) => {
    const [kind = 'unknown'] = Object.keys(stmt);
    const transaction = kind === 'TransactionStmt' ? { transaction: stmt[kind]?.kind } : {};
    const tree = stmt as unknown as Node;
    return { kind, tree, ...transaction, ...slice(start, length === undefined ? undefined : start + length) };
  });
}

/** Whether an error is the parser's word on the text, and not a failure of the parser. */
export async function isSyntaxError(error: unknown): Promise<boolean> {
  const { hasSqlDetails } = await import('libpg-query');
  return hasSqlDetails(error);
}

/**
 * Splits a text that does not parse at its semicolons, as the scanner sees them (not those in strings, comments and
 * dollar quotes). For a message only: the body of a BEGIN ATOMIC function falls apart.
 */
export async function scanStatements(sql: string): Promise<Pick<Statement, 'text' | 'offset'>[]> {
  const { scan } = await import('libpg-query');
  const { tokens } = await scan(sql);
  const slice = createSlicer(sql);
  const ends = [...tokens.filter(({ text }) => text === ';').map(({ start }) => start), undefined];
  return ends.map((end, index) => slice((ends[index - 1] ?? -1) + 1, end)).filter(({ text }) => text !== '');
}

/** The smallest part of a text that means something; comments are tokens, too. */
export interface Token {
  kind: 'comment' | 'code';
  text: string;
  /** Of its first character in the whole text, from 0. */
  offset: number;
}

/** The text as PostgreSQL's scanner sees it: what looks like a comment inside a string is no comment. */
export async function scanTokens(sql: string): Promise<Token[]> {
  const { scan } = await import('libpg-query');
  const { tokens } = await scan(sql);
  const bytes = Buffer.from(sql, 'utf8');
  let [seen, offset] = [0, 0];
  return tokens.map(({ start, end, tokenName }) => {
    offset += bytes.toString('utf8', seen, start).length;
    seen = start;
    const kind = tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT' ? 'comment' : 'code';
    return { kind, text: bytes.toString('utf8', start, end), offset };
  });
}

/** Where the parser stumbled, in UTF-16 units: it counts characters. */
export async function syntaxErrorOffset(sql: string, error: unknown): Promise<number> {
  const { hasSqlDetails } = await import('libpg-query');
  const characters = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
  return Array.from(sql).slice(0, characters).join('').length;
}

/**
 * Cuts statements out of a text by libpg-query's offsets, which count bytes of UTF-8. They come in order, so that each
 * byte is looked at once: a dump has a hundred thousand of them.
 */
function createSlicer(sql: string): (start: number, end?: number) => Pick<Statement, 'text' | 'offset'> {
  const bytes = Buffer.from(sql, 'utf8');
  let [seen, offset] = [0, 0];
  return (start, end) => {
    offset += bytes.toString('utf8', seen, start).length;
    seen = start;
    const raw = bytes.toString('utf8', start, end);
    const lead = leadingTrivia(raw);
    return { text: raw.slice(lead).trimEnd(), offset: offset + lead };
  };
}

/** Whether a text has no statement at all: blanks, comments and semicolons. */
export function isBlankSql(sql: string): boolean {
  for (let at = 0; at < sql.length; ) {
    const length = sql[at] === ';' ? 1 : triviaAt(sql, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** How much blank and comment stands before a statement's first word. */
function leadingTrivia(text: string): number {
  for (let at = 0; ; ) {
    const length = triviaAt(text, at);
    if (length === 0) return at;
    at += length;
  }
}

const BLANK = /\s+/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const COMMENT_MARK = /\/\*|\*\//g;

function triviaAt(text: string, at: number): number {
  for (const pattern of [BLANK, LINE_COMMENT]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return match[0].length;
  }
  return text.startsWith('/*', at) ? blockCommentLength(text, at) : 0;
}

/** Comments nest in PostgreSQL. */
function blockCommentLength(text: string, at: number): number {
  COMMENT_MARK.lastIndex = at;
  for (let depth = 0; ; ) {
    const mark = COMMENT_MARK.exec(text);
    if (mark === null) return text.length - at;
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.index + 2 - at;
  }
}

/** The line, from 1, of an offset into a text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
