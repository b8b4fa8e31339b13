import stringWidth from 'string-width';
import { formatCents } from './cents.ts';
import type { PayrollError } from './errors.ts';
import { meanSalary, type Summary, type Totals } from './summary.ts';

const HEADER = ['gender', 'status', 'count', 'salary', 'bonus', 'mean salary'];
/** The columns of words, which stand to the left. */
const WORDS = 2;

const statusOf = (isLeave: boolean): string => (isLeave ? 'left' : 'working');

const meanText = (totals: Totals): string | undefined => {
  const mean = meanSalary(totals);
  return mean === undefined ? undefined : formatCents(mean);
};

const cellsOf = (totals: Totals): string[] => [
  String(totals.count),
  formatCents(totals.salary),
  String(totals.bonus),
  meanText(totals) ?? '-',
];

/** A table for people. */
export function summaryText({ groups, all }: Summary): string {
  const rows = [
    HEADER,
    ...groups.map((group) => [group.gender, statusOf(group.isLeave), ...cellsOf(group)]),
    ['all', '', ...cellsOf(all)],
  ];
  const widths = HEADER.map((_cell, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows
    .map((row) => `${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')}\n`)
    .join('');
}

/** By the columns that a terminal gives a text: a Chinese character takes two. */
function pad(cell: string, width: number, column: number): string {
  const space = ' '.repeat(width - stringWidth(cell));
  return column < WORDS ? cell + space : space + cell;
}

/** One document for programs; amounts are strings, because JSON's numbers are floats. */
export function summaryJson({ groups, all }: Summary): string {
  const document = {
    groups: groups.map((group) => ({ gender: group.gender, isLeave: group.isLeave, ...totalsJson(group) })),
    all: totalsJson(all),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const totalsJson = (totals: Totals): object => ({
  count: totals.count,
  salary: formatCents(totals.salary),
  bonus: String(totals.bonus),
  meanSalary: meanText(totals) ?? null,
});

/** Four lines for people. */
export const errorText = ({ message, code, reason, remedy }: PayrollError): string =>
  `error: ${message} [${code}]\n why: ${reason}\n  do: ${remedy}\n`;

/** One document on stdout, so that a program has always one. */
export const errorJson = ({ message, code, reason, remedy }: PayrollError): string =>
  `${JSON.stringify({ error: { code, message, reason, remedy } }, null, 2)}\n`;
