import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Starts or joins the checkout's PostgreSQL, and provides its URL to the tests. */
const POSTGRES = fileURLToPath(new URL('./packages/local-postgres/src/testing.ts', import.meta.url));

/**
 * What every vitest.config.ts is: sources of the workspace without a build, a real PostgreSQL, generous times on a busy
 * machine (no test asserts a speed).
 *
 * @param name of the project, for `--project`
 * @param options what is different
 */
export const testsOf = (
  name: string,
  options: { include?: string[]; globalSetup?: string[]; setupFiles?: string[] } = {},
): ViteUserConfig =>
  defineConfig({
    // No 'import' among them: vitest hands the list to Node, and require('pg-pool') would become an ES module.
    ssr: { resolve: { conditions: ['@roster/source', 'module', 'node', 'development|production'] } },
    test: {
      name,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      ...options,
      globalSetup: [...(options.globalSetup ?? []), POSTGRES],
    },
  });
