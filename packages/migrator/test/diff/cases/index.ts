import type { Case } from '../case.ts';
import { columnCases, generatedCases, numberingCases, typeCases } from './columns.ts';
import { checkCases, foreignKeyCases, indexCases, keyCases, tableCases } from './constraints.ts';
import { enumCases, renameCases } from './enums.ts';
import { hostileCases } from './hostile.ts';
import { kindCases } from './kinds.ts';
import { commentTwins, defaultTwins, expressionTwins, nameTwins, typeTwins } from './twins.ts';
import { enumTwins, indexTwins, keyTwins, leftAloneTwins, numberingTwins } from './twins-of-keys.ts';

/** All cases, by what they change. */
export const AREAS: Record<string, Case[]> = {
  columns: columnCases,
  types: typeCases,
  numbering: numberingCases,
  'generated-columns': generatedCases,
  'keys-and-uniques': keyCases,
  'checks-and-exclusions': checkCases,
  'foreign-keys': foreignKeyCases,
  indexes: indexCases,
  tables: tableCases,
  enums: enumCases,
  renames: renameCases,
  kinds: kindCases,
  hostile: hostileCases,
  'spellings-of-types': typeTwins,
  'spellings-of-defaults': defaultTwins,
  'spellings-of-expressions': expressionTwins,
  'spellings-of-names': nameTwins,
  'spellings-of-comments': commentTwins,
  'ways-to-a-key': keyTwins,
  'ways-to-an-index': indexTwins,
  'ways-to-a-number': numberingTwins,
  'ways-to-an-enum': enumTwins,
  'left-alone': leftAloneTwins,
};
