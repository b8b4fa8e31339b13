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
