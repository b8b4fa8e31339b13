/** What may hide a mark, and the marks: strings, quoted names, brackets. PostgreSQL's prints have no other quotes. */
const TOKEN = /E'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*'|'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"|[()[\],;]/g;

const DEPTH: Partial<Record<string, number>> = { '(': 1, '[': 1, ')': -1, ']': -1 };

/** The parts of a script that `schemaSql` has printed, between marks that stand in no quotes and no brackets. */
export function splitSql(sql: string, mark: ';' | ','): string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: token, index } of sql.matchAll(TOKEN)) {
    depth += DEPTH[token] ?? 0;
    if (token !== mark || depth !== 0) continue;
    parts.push(sql.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, sql.slice(start).trim()].filter((part) => part !== '');
}

/** Where the bracket that stands at `open` is closed. */
export function closingBracket(sql: string, open: number): number {
  let depth = 0;
  for (const { 0: token, index } of sql.slice(open).matchAll(TOKEN)) {
    depth += DEPTH[token] ?? 0;
    if (depth === 0) return open + index;
  }
  return sql.length;
}
