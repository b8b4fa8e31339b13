import { print } from './words.ts';

/** One aim of a scenario: what was seen, and whether that will do. */
export interface Aim {
  what: string;
  seen: string;
  aim: string;
  isMet: boolean;
}

export const atMost = (what: string, seen: number, most: number, unit = ''): Aim => ({
  what,
  seen: `${round(seen)}${unit}`,
  aim: `≤ ${round(most)}${unit}`,
  isMet: seen <= most,
});

export const atLeast = (what: string, seen: number, least: number, unit = ''): Aim => ({
  what,
  seen: `${round(seen)}${unit}`,
  aim: `≥ ${round(least)}${unit}`,
  isMet: seen >= least,
});

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** Prints rows of equal length below each other, the first as the head. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  print([line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line), ''].join('\n'));
}

/** @returns whether all were met */
export function printAims(aims: readonly Aim[]): boolean {
  const rows = aims.map(({ what, seen, aim, isMet }) => [what, seen, aim, isMet ? 'met' : 'MISSED']);
  printTable([['', 'seen', 'aim', ''], ...rows]);
  return aims.every(({ isMet }) => isMet);
}
