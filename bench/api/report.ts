import { endpoints } from './endpoints.ts';
import type { Figure, Void } from './figures.ts';

export interface Results {
  node: string;
  postgres: string;
  platform: string;
  rows: number;
  rounds: number;
  connections: number;
  seconds: number;
  versions: Record<string, string>;
  figures: readonly Figure[];
  voids: readonly Void[];
}

/** Markdown: for each endpoint the servers, from the cheapest request to the dearest. */
export function render({ node, postgres, rows, rounds, connections, figures, voids }: Results): string {
  const lines = endpoints.flatMap(({ name, title }) => {
    const own = figures.filter(({ endpoint }) => endpoint === name).toSorted((a, b) => b.ratio - a.ratio);
    return own.length === 0 ? [] : [`| **${title}** | | | | | | | | | |`, ...own.map(row)];
  });
  return [
    `Node ${node}, PostgreSQL ${postgres}, ${rows} rows, ${connections} connections, ${rounds} rounds`,
    '',
    '| server | × bare | least–most | µs | PostgreSQL µs | requests/s | p50 ms | p99 ms | p99 at equal load | MB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
    '',
    ...voids.map(({ endpoint, server, why }) => `void: ${endpoint} of ${server}: ${why}`),
    '',
  ].join('\n');
}

function row(figure: Figure): string {
  const { title, ratio, least, most, cpu, postgresCpu, throughput, p50, p99, open, rss } = figure;
  const equal = open === undefined ? '–' : `${open.p99} at ${open.rate}/s`;
  return `| ${title} | ${ratio.toFixed(2)} | ${least.toFixed(2)}–${most.toFixed(2)} | ${cpu} | ${postgresCpu} | ${throughput} | ${p50} | ${p99} | ${equal} | ${rss} |`;
}
