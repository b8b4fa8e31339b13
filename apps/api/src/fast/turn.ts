const steps: (() => void)[] = [];

/**
 * Does something when all that has arrived in this turn of the event loop was looked at: so that what belongs together
 * can be done at once. A step that comes of another one is done in the same turn.
 */
export function atEndOfTurn(step: () => void): void {
  if (steps.push(step) === 1) setImmediate(endTurn);
}

function endTurn(): void {
  // Steps come to it meanwhile. None of them throws, since what they start tells by a promise; should one, the next turn
  // has an end all the same.
  try {
    for (let at = 0; at < steps.length; at += 1) steps[at]?.();
  } finally {
    steps.length = 0;
  }
}
