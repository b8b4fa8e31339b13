import { testsOf } from './vitest.shared.ts';

/** The migrator on one server of the matrix, which `pnpm test:matrix` names in TEST_DATABASE_URL. */
export default testsOf('matrix', {
  include: ['packages/migrator/test/**/*.test.ts', 'test/*.test.ts'],
  setupFiles: ['./packages/migrator/test/same-seed.ts'],
});
