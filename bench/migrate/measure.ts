import { median } from '../median.ts';
import { type Command, mustRun } from '../run-command.ts';
import type { Entry } from './peer.ts';

export interface Figure {
  row: Entry['row'];
  label: string;
  /** Medians over the rounds. */
  milliseconds: number;
  /** To `node -e 0` in the same round. */
  ratio: number;
  least: number;
  most: number;
}

/** Nothing but Node's own start. */
const nothing = (directory: string): Command => ({ args: ['-e', '0'], directory });

/**
 * Times the commands in turn, round after round, each against Node's own start in its own round: what slows the machine
 * slows both. One round more goes first and is not counted.
 */
export async function measure(
  entries: readonly Entry[],
  rounds: number,
  say: (line: string) => void,
): Promise<{ baseline: number; figures: Figure[] }> {
  const baselines: number[] = [];
  const times = entries.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    const [baseline, ...taken] = await playRound(entries);
    if (round === 0) continue;
    baselines.push(baseline);
    taken.forEach((time, index) => times[index]?.push(time));
  }
  const figures = entries.map(({ row, label }, index) => figureOf({ row, label }, times[index] ?? [], baselines));
  return { baseline: median(baselines), figures };
}

/** Node's start is the median of five, spread over the round: it is the divisor of everything. */
async function playRound(entries: readonly Entry[]): Promise<[baseline: number, ...number[]]> {
  const starts: number[] = [];
  const taken: number[] = [];
  const every = Math.max(1, Math.floor(entries.length / 5));
  for (const [index, { command, before, expect }] of entries.entries()) {
    if (index % every === 0) starts.push(await mustRun(nothing(command.directory)));
    await before?.();
    taken.push(await mustRun(command, expect));
  }
  return [median(starts), ...taken];
}

function figureOf(
  entry: Pick<Figure, 'row' | 'label'>,
  times: readonly number[],
  baselines: readonly number[],
): Figure {
  const ratios = times.map((time, round) => time / (baselines[round] ?? Number.NaN));
  return {
    ...entry,
    milliseconds: Math.round(median(times)),
    ratio: rounded(median(ratios)),
    least: rounded(Math.min(...ratios)),
    most: rounded(Math.max(...ratios)),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
