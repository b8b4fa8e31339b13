import { setFlagsFromString } from 'node:v8';

let running = 0;

/** How long after one batch of rows the next one is expected, in milliseconds. */
const LAPSE_MS = 1000;
let lapse: NodeJS.Timeout | undefined;

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

/**
 * The same for as long as it is called again and again. An upload that stands still must not have all others pay for it: a
 * collection that comes three times a second takes as long as everything else.
 */
export function collectEarlyForNow(): void {
  if (lapse !== undefined) {
    lapse.refresh();
    return;
  }
  const end = collectEarly();
  lapse = setTimeout(() => {
    lapse = undefined;
    end();
  }, LAPSE_MS).unref();
}
