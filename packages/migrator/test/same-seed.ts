import fc from 'fast-check';

/** The property tests take the same schemas on every server of the matrix, so that what each makes of them can be compared. */
fc.configureGlobal({ seed: 14_15_16_17_18 });
