import { testsOf } from './vitest.shared.ts';

/** The races of the normal tests, many times over: `pnpm test:stress`. */
export default testsOf('stress', { include: ['{apps,packages}/*/test/stress/*.stress.ts'] });
