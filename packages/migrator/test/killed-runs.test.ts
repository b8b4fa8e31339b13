import { expect, test } from 'vitest';
import { runKilled } from './killed-runs.ts';
import { createProject } from './project.ts';

// `pnpm test:stress` has 50 kills over 30 migrations, those of the whole server among them.
test('killed at 4 random moments over a chain of 8 migrations: each time a whole prefix, head in the end', {
  timeout: 240_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  const tally = await runKilled({
    kills: 4,
    length: 12,
    seed,
    victims: ['process', 'backend'],
    project: createProject,
  });
  expect(tally.kills.process + tally.kills.backend, `seed ${seed}`).toBe(4);
});
