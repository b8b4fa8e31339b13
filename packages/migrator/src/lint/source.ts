import type { Node } from 'libpg-query';
import { migrationFileInvalid } from '../errors.ts';
import type { SqlSection } from '../migration-file.ts';
import {
  lineAt,
  type Statement,
  scanTokens,
  splitStatements,
  syntaxErrorOffset,
  type Token,
} from '../postgres/statements.ts';
import { blockTrees } from './do-block.ts';

/** One part of a migration as PostgreSQL's own scanner and parser see it. Lines are those of the part, from 0. */
export interface Source {
  statements: SourceStatement[];
  comments: Comment[];
}

export interface SourceStatement extends Statement {
  line: number;
  /** The lines of the comments directly above it; none where something else stands before it on its line. */
  above: Set<number>;
  /** What a DO block holds. */
  inner: Node[];
}

export interface Comment {
  text: string;
  line: number;
  /** Whether nothing else is on its lines. */
  isAlone: boolean;
}

/** @throws MigratorError MIGRATION_FILE_INVALID where the parser refuses the text, with the line */
export async function readSource(file: string, { sql, line }: SqlSection): Promise<Source> {
  // libpg-query refuses a text of nothing.
  if (sql.trim() === '') return { statements: [], comments: [] };
  try {
    const split = await splitStatements(sql);
    const statements = split.map(async (each) => ({ ...each, inner: await blockTrees(each.tree, each.text) }));
    return arrange(sql, await Promise.all(statements), await scanTokens(sql));
  } catch (error) {
    const wrong = line - 1 + lineAt(sql, await syntaxErrorOffset(sql, error));
    const why = error instanceof Error ? error.message : String(error);
    throw migrationFileInvalid({ file, line: wrong }, why, 'mend the statement; nobody can say what it does', error);
  }
}

interface Extent {
  from: number;
  to: number;
}

function arrange(
  sql: string,
  statements: readonly (Statement & { inner: Node[] })[],
  tokens: readonly Token[],
): Source {
  const lineOf = lineFinder(sql);
  const extent = ({ offset, text }: Token): Extent => ({ from: lineOf(offset), to: lineOf(offset + text.length - 1) });
  const lines = tokens.map((token) => ({ ...token, ...extent(token) }));
  const code = firstCode(lines.filter(({ kind }) => kind === 'code'));
  const comments = lines.filter(({ kind }) => kind === 'comment');
  const isAlone = ({ from, to }: Extent): boolean => linesOf({ from, to }).every((line) => !code.has(line));
  const commented = new Set(comments.filter(isAlone).flatMap(linesOf));
  return {
    statements: statements.map((statement) => {
      const line = lineOf(statement.offset);
      const isFirst = code.get(line) === statement.offset;
      return { ...statement, line, above: isFirst ? runAbove(line, commented) : new Set<number>() };
    }),
    comments: comments.map((comment) => ({ text: comment.text, line: comment.from, isAlone: isAlone(comment) })),
  };
}

const linesOf = ({ from, to }: Extent): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** For each line with code, where the first of it stands. */
function firstCode(tokens: readonly (Token & Extent)[]): Map<number, number> {
  const first = new Map<number, number>();
  for (const token of tokens) {
    for (const line of linesOf(token)) if (!first.has(line)) first.set(line, token.offset);
  }
  return first;
}

function runAbove(line: number, commented: ReadonlySet<number>): Set<number> {
  const lines = new Set<number>();
  for (let above = line - 1; commented.has(above); above -= 1) lines.add(above);
  return lines;
}

/** The line of an offset, by halving: a dump has a hundred thousand tokens. */
function lineFinder(sql: string): (offset: number) => number {
  const starts = [0, ...Array.from(sql.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
}
