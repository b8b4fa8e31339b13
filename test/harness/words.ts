const startedAt = performance.now();

/** Seconds since the start, as words of the progress begin with. */
const clock = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`;

/** What happens, on stderr; the figures alone go to stdout. */
export function note(line: string): void {
  process.stderr.write(`${clock()}  ${line}\n`);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
