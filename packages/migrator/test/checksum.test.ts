import { expect, test } from 'vitest';
import { checksumOf, isEdited } from '../src/migration-file.ts';

const TEXT = '-- migrate:up\n-- hazard: data-loss all of it\nDROP TABLE t;\n-- migrate:down\nCREATE TABLE t ();\n';
const recorded = checksumOf('sql', TEXT);
const isEditedBy = (change: (text: string) => string): boolean => isEdited(recorded, checksumOf('sql', change(TEXT)));

test.each([
  ['line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text: string) => `\uFEFF${text}`],
  [
    'a signature',
    (text: string) => text.replace('hazard: data-loss all of it', 'accepted: data-loss empty since March'),
  ],
  ['a signature more', (text: string) => text.replace('DROP', '-- accepted: blocks-reads\nDROP')],
])('%s is no edit', (_what, change) => {
  expect(isEditedBy(change)).toBe(false);
});

test.each([
  ['another statement', (text: string) => text.replace('DROP TABLE t', 'DROP TABLE u')],
  ['another comment', (text: string) => text.replace('DROP', '-- a word\nDROP')],
  ['a statement behind a signature', (text: string) => text.replace('all of it\n', 'all of it\nSELECT 1;\n')],
  ['a line like a signature in a string', (text: string) => text.replace('DROP', "SELECT '\n-- hazard: x';\nDROP")],
  ['another such line', (text: string) => text.replace('DROP', "SELECT '\n-- hazard: y';\nDROP")],
  ['another marker', (text: string) => text.replace('migrate:up', 'migrate:up transaction:false')],
])('%s is one', (_what, change) => {
  expect(isEditedBy(change)).toBe(true);
});
