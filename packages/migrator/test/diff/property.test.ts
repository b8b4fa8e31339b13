import { describePairs } from './describe-pairs.ts';

// 500 pairs in all; `pnpm test:stress` has 20 000.
describePairs({ pairs: 100, judged: 10, minutes: 5 });
