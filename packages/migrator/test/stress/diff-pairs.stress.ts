import { describePairs } from '../diff/describe-pairs.ts';

// For each way: 20 000 in all.
describePairs({ pairs: 4000, judged: 400, minutes: 180 });
