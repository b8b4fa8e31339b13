import { setFlagsFromString } from 'node:v8';

let running = 0;

/**
 * Lets V8 collect garbage early, while a million rows pass by of which none is kept: otherwise it lets the heap grow to
 * four times what is in use. It decides anew at each collection, by this flag among others (`Heap::CurrentHeapGrowingMode`
 * in V8's heap.cc), so that setting it in a running process does what it says.
 *
 * @returns ends it; the heap is as generous as before when all that asked have ended
 */
export function collectEarly(): () => void {
  running += 1;
  setFlagsFromString('--optimize-for-size');
  return () => {
    running -= 1;
    if (running === 0) setFlagsFromString('--no-optimize-for-size');
  };
}

/** In characters. Of what a shorter text leaves behind, the heap does not grow by much. */
const LONG = 4 * 1024 * 1024;

/**
 * Passes a text on, and collects early once it turns out to be long.
 *
 * @returns `end` as of `collectEarly`, for whichever way out
 */
export function collectEarlyIfLong(text: AsyncIterable<string>): { text: AsyncIterable<string>; end: () => void } {
  let end: (() => void) | undefined;
  let left = LONG;
  const seen = (chunk: string): void => {
    left -= chunk.length;
    if (left < 0) end ??= collectEarly();
  };
  const stop = (): void => {
    // A piece may still be on the way.
    left = Number.POSITIVE_INFINITY;
    end?.();
  };
  return { text: tapped(text, seen), end: stop };
}

async function* tapped(text: AsyncIterable<string>, seen: (chunk: string) => void): AsyncGenerator<string> {
  for await (const chunk of text) {
    seen(chunk);
    yield chunk;
  }
}
