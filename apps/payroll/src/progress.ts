import cliProgress from 'cli-progress';

/** Tells a person how far it is. */
export interface Progress {
  start(total: number): void;
  advance(): void;
  stop(): void;
}

const SILENT: Progress = { start: () => undefined, advance: () => undefined, stop: () => undefined };

/** A bar on a terminal, and nothing anywhere else: a log is not to be filled with it. */
export function progressOn(stream: NodeJS.WriteStream, { quiet }: { quiet: boolean }): Progress {
  if (quiet || !stream.isTTY) return SILENT;
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage}%  {value} of {total}  {eta_formatted} left',
      stream,
      clearOnComplete: true,
      hideCursor: true,
      // Signals are this program's own to handle.
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  return { start: (total) => bar.start(total, 0), advance: () => bar.increment(), stop: () => bar.stop() };
}
