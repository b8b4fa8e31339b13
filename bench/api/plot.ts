import { endpoints } from './endpoints.ts';
import type { Figure } from './figures.ts';
import type { Results } from './report.ts';
import { contestants } from './servers.ts';

const PANEL = { width: 320, head: 26, row: 17, foot: 26 };
const COLUMNS = 3;
const LABEL = 84;
const RIGHT = 44;
const GAP = 14;
const HEAD = 62;

/** The ends of every panel's scale; what lies beyond is drawn at its end, with its figure. */
const LEAST = 1 / 16;
const MOST = 8;
const TICKS = [1 / 16, 1 / 4, 1, 4];

/** Colours that stand off from a page in either scheme, Roster's alone a strong one. */
const STYLE = `
  svg { --paper: #ffffff; --ink: #1f2328; --dim: #656d76; --line: #d1d9e0; --other: #8c959f; --own: #0969da }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --dim: #9198a1; --line: #3d444d; --other: #768390; --own: #4493f8 }
  }
  text { font: 11px ui-sans-serif, system-ui, sans-serif; fill: var(--dim) }
  .title { font-size: 15px; font-weight: 600; fill: var(--ink) }
  .head { font-weight: 600; fill: var(--ink) }
  .own { fill: var(--own); font-weight: 600 }
  .paper { fill: var(--paper) }
  line { stroke: var(--line) }
  line.one { stroke: var(--dim) }
  line.bar { stroke: var(--other); stroke-width: 3 }
  line.bar.own { stroke: var(--own) }
  circle { fill: var(--other) }
  circle.own { fill: var(--own) }`;

/**
 * How much cheaper a request is than the reference's, a panel for each endpoint, on a scale of powers of two: to the
 * right of the line it costs less processor time, to the left more.
 */
export function plot({ figures, rows, rounds, connections }: Results): string {
  const panels = endpoints.map(({ name, title }) => ({
    title,
    own: figures.filter(({ endpoint }) => endpoint === name),
  }));
  const servers = Math.max(...panels.map(({ own }) => own.length));
  const height = PANEL.head + servers * PANEL.row + PANEL.foot;
  const width = COLUMNS * PANEL.width + (COLUMNS + 1) * GAP;
  const lines = Math.ceil(panels.length / COLUMNS);
  const drawn = panels.map(({ title, own }, index) => {
    const x = GAP + (index % COLUMNS) * (PANEL.width + GAP);
    const y = HEAD + Math.floor(index / COLUMNS) * (height + GAP);
    return `<g transform="translate(${x} ${y})">${panel(title, inOrder(own))}</g>`;
  });
  const whole = HEAD + lines * (height + GAP);
  const words = `${group(rows)} rows, ${connections} connections, medians of ${rounds} rounds; × bare node:http + pg, further right is cheaper`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" role="img" aria-label="Processor time of a request against a bare server">
<style>${STYLE}
</style>
<rect class="paper" width="${width}" height="${whole}" rx="6"/>
<text class="title" x="${GAP}" y="26">Processor time of a request, against a bare server</text>
<text x="${GAP}" y="44">${words}</text>
${drawn.join('\n')}
</svg>
`;
}

const group = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** As the servers are listed, so that each has its place in every panel. */
const inOrder = (figures: readonly Figure[]): Figure[] =>
  contestants.flatMap(({ name }) => figures.filter(({ server }) => server === name));

function panel(title: string, figures: readonly Figure[]): string {
  const bottom = PANEL.head + figures.length * PANEL.row;
  const ticks = TICKS.map((tick) => {
    const x = at(tick).toFixed(1);
    const line = `<line${tick === 1 ? ' class="one"' : ''} x1="${x}" x2="${x}" y1="${PANEL.head - 4}" y2="${bottom}"/>`;
    return `${line}<text x="${x}" y="${bottom + 14}" text-anchor="middle">${tick < 1 ? `1/${1 / tick}` : tick}</text>`;
  });
  return `<text class="head" x="0" y="14">${title}</text>${ticks.join('')}${figures.map(bar).join('')}`;
}

function bar({ server, ratio }: Figure, index: number): string {
  const y = PANEL.head + index * PANEL.row + PANEL.row / 2;
  const own = server === 'roster' ? ' own' : '';
  const x = at(ratio).toFixed(1);
  return (
    `<text class="${own.trim()}" x="${LABEL - 8}" y="${y + 4}" text-anchor="end">${server}</text>` +
    `<line class="bar${own}" x1="${at(1).toFixed(1)}" x2="${x}" y1="${y}" y2="${y}"/><circle class="${own.trim()}" cx="${x}" cy="${y}" r="4"/>` +
    `<text class="${own.trim()}" x="${PANEL.width}" y="${y + 4}" text-anchor="end">${ratio.toFixed(2)}</text>`
  );
}

function at(ratio: number): number {
  const share = Math.log(Math.min(MOST, Math.max(LEAST, ratio)) / LEAST) / Math.log(MOST / LEAST);
  return LABEL + share * (PANEL.width - LABEL - RIGHT);
}
