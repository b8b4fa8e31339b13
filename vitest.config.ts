import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'apps/*/vitest.config.ts', 'test/vitest.config.ts'],
    // Two cores, and most tests wait for PostgreSQL or for a child process.
    maxWorkers: 4,
  },
});
