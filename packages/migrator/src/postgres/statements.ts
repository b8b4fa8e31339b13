/** PostgreSQL's own parser (libpg-query, WebAssembly): loaded only when a question about a text must be answered. */

export interface Statement {
  /** The kind of its parse tree, e.g. `CreateStmt`. */
  kind: string;
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
  const bytes = Buffer.from(sql, 'utf8');
  return stmts.map(({ stmt = {}, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
    const [kind = 'unknown'] = Object.keys(stmt);
    const transaction = kind === 'TransactionStmt' ? { transaction: stmt[kind]?.kind } : {};
    return { kind, ...transaction, ...sliceStatement(bytes, start, start + length) };
  });
}

/**
 * Splits a text that does not parse at its semicolons, as the scanner sees them (not those in strings, comments and
 * dollar quotes). For a message only: the body of a BEGIN ATOMIC function falls apart.
 */
export async function scanStatements(sql: string): Promise<Omit<Statement, 'kind'>[]> {
  const { scan } = await import('libpg-query');
  const { tokens } = await scan(sql);
  const bytes = Buffer.from(sql, 'utf8');
  const ends = [...tokens.filter(({ text }) => text === ';').map(({ start }) => start), bytes.length];
  return ends
    .map((end, index) => sliceStatement(bytes, (ends[index - 1] ?? -1) + 1, end))
    .filter(({ text }) => text !== '');
}

/** libpg-query counts bytes of UTF-8. */
function sliceStatement(bytes: Buffer, start: number, end: number): Pick<Statement, 'text' | 'offset'> {
  const raw = bytes.subarray(start, end).toString('utf8');
  const lead = leadingTrivia(raw);
  return { text: raw.slice(lead).trimEnd(), offset: bytes.subarray(0, start).toString('utf8').length + lead };
}

/** How much blank and comment stands before a statement's first word; comments nest in PostgreSQL. */
function leadingTrivia(text: string): number {
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const plain = /^(\s+|--[^\n]*(\n|$))+/.exec(rest);
    const length = plain?.[0].length ?? (rest.startsWith('/*') ? blockCommentLength(rest) : 0);
    if (length === 0) return at;
    at += length;
  }
}

function blockCommentLength(text: string): number {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/\/\*|\*\//g)) {
    depth += mark === '/*' ? 1 : -1;
    if (depth === 0) return index + 2;
  }
  return text.length;
}

/** The line, from 1, of an offset into a text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
