import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * What every package's vitest.config.ts is: sources of the workspace without a build, a real PostgreSQL, generous times
 * on a busy machine (no test asserts a speed).
 */
export const testsOf = (name: string): ViteUserConfig =>
  defineConfig({
    // No 'import' among them: vitest hands the list to Node, and require('pg-pool') would become an ES module.
    ssr: { resolve: { conditions: ['@roster/source', 'module', 'node', 'development|production'] } },
    test: {
      name,
      globalSetup: [fileURLToPath(new URL('./packages/local-postgres/src/testing.ts', import.meta.url))],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  });
