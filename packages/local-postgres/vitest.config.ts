import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@roster/source', 'module', 'node', 'development|production'] } },
  test: {
    name: 'local-postgres',
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    // Real servers: a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/template.ts', 'src/testing.ts'],
  },
});
