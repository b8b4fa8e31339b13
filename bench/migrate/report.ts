import type { InProcess } from './in-process.ts';
import type { Figure } from './measure.ts';

export interface Results {
  node: string;
  postgres: string;
  rounds: number;
  baseline: number;
  figures: readonly Figure[];
  inProcess: InProcess;
}

const TITLES: Record<Figure['row'], string> = {
  status: 'What is applied, of 200 migrations',
  'no-op': 'Nothing to do, 300 tables × 12 columns',
  'ten changes': 'Ten changes to generate, 300 tables × 12 columns',
  'two hundred': 'Applying 200 small migrations',
};

/** One table in Markdown, each row of a kind from the fastest to the slowest. */
export function render({ node, postgres, rounds, baseline, figures, inProcess }: Results): string {
  const rows = (Object.keys(TITLES) as Figure['row'][]).flatMap((row) => [
    ...(figures.some((figure) => figure.row === row) ? [`| **${TITLES[row]}** | | | |`] : []),
    ...figures
      .filter((figure) => figure.row === row)
      .toSorted((a, b) => a.ratio - b.ratio)
      .map(
        ({ label, ratio, least, most, milliseconds }) => `| ${label} | ${ratio} | ${least}–${most} | ${milliseconds} |`,
      ),
  ]);
  const inside = Object.entries(inProcess).map(([what, milliseconds]) => `| ${what} | ${milliseconds} |`);
  return [
    `Node ${node}, PostgreSQL ${postgres}, ${rounds} rounds, \`node -e 0\` ${baseline} ms`,
    '',
    '| command | × `node -e 0` | least–most | ms |',
    '|---|---|---|---|',
    ...rows,
    '',
    '| within a process, 300 tables × 12 columns | ms |',
    '|---|---|',
    ...inside,
    '',
  ].join('\n');
}
