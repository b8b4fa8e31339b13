import { testsOf } from './vitest.shared.ts';

/** The docs in a real Chromium, which has to be installed: `pnpm test:browser`. */
export default testsOf('browser', { include: ['apps/*/test/browser/*.browser.ts'] });
