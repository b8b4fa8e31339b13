import { testsOf } from './vitest.shared.ts';

/** The image, made of the Dockerfile's own commands without Docker, and what runs in it: `pnpm test:deploy`. */
export default testsOf('deploy', { include: ['apps/*/test/deploy/*.deploy.ts'] });
