/** What the server tells its routes about itself. */
export interface Lifecycle {
  /** True from the first signal on: `/readyz` says so, and each answer closes its connection. */
  draining: boolean;
  /** True when another worker has taken this one's place: each answer closes its connection, and the host is as ready as before. */
  replaced?: boolean;
}

/** Runs what was opened backwards, once. Each step is registered when the thing that it closes exists. */
export class Cleanup {
  readonly #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  /** @param step closes one thing; a step that fails does not keep the others from running */
  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  /** @param onError is told of each step that failed */
  run(onError: (error: unknown) => void): Promise<void> {
    this.#running ??= this.#runBackwards(onError);
    return this.#running;
  }

  async #runBackwards(onError: (error: unknown) => void): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      await step().catch(onError);
    }
  }
}
