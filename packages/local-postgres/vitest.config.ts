import { testsOf } from '../../vitest.shared.ts';

// A cluster is made once and copied, so that not every test waits for initdb.
export default testsOf('local-postgres', { globalSetup: ['test/template.ts'] });
