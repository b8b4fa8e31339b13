import { migrationFileInvalid } from '../errors.ts';
import { HAZARD_CODES, type Hazard, type HazardCode } from '../schema/hazard.ts';
import type { Comment } from './source.ts';

/** A `-- hazard:` line, or the reviewer's signature under one. */
export interface Mark {
  code: HazardCode;
  text: string;
  accepted: boolean;
  /** Of the section, from 0. */
  line: number;
}

const MARK = /^--[ \t]*(hazard|accepted):[ \t]*(\S+)[ \t]*(.*?)\s*$/su;

const CODES = HAZARD_CODES.join('|');

/** Taken for prose, an `-- Accepted: data-loss` would be a signature that nobody honours. */
const ALMOST = new RegExp(
  `^[-/*\\s]*(?:(?:hazard|accepted)\\s*:|(?:haz|acc?ep|ack|appro)\\p{L}*\\s*:?\\s*(?:${CODES})(?![\\p{L}-]))`,
  'iu',
);

/** @throws MigratorError MIGRATION_FILE_INVALID for what is nearly such a line */
export function readMark(file: string, firstLine: number, comment: Comment): Mark | undefined {
  const refused = (why: string): Error =>
    migrationFileInvalid(
      { file, line: firstLine + comment.line },
      why,
      'write `-- hazard: <code> <text>`, or `-- accepted: <code> <text>`, on a line of its own above the statement',
    );
  const [, word, code = '', text = ''] = MARK.exec(comment.text) ?? [];
  if (word === undefined) {
    const almost = comment.text.split('\n').find((line) => ALMOST.test(line));
    if (almost !== undefined) throw refused(`${JSON.stringify(almost.trim())} is nearly a hazard line, and none`);
    return undefined;
  }
  if (!isCode(code))
    throw refused(`${JSON.stringify(code)} is no code of a hazard; there are ${HAZARD_CODES.join(', ')}`);
  if (!comment.isAlone) throw refused(`\`-- ${word}: ${code}\` stands behind a statement, and is about none`);
  return { code, text, accepted: word === 'accepted', line: comment.line };
}

const isCode = (text: string): text is HazardCode => (HAZARD_CODES as readonly string[]).includes(text);

export const isSameHazard = (a: Hazard, b: Hazard): boolean => a.code === b.code && a.text === b.text;

/** Those of which no mark tells. A mark tells of one: the one with its words, else the first of its code that is left. */
export function untold(hazards: readonly Hazard[], marks: readonly Mark[]): Hazard[] {
  const others = hazards.filter((hazard) => !marks.some((mark) => isSameHazard(mark, hazard)));
  const spare = marks.filter((mark) => !hazards.some((hazard) => isSameHazard(mark, hazard)));
  const count = (list: readonly Hazard[], code: HazardCode): number => list.filter((item) => item.code === code).length;
  return others.filter(({ code }, at) => count(others.slice(0, at), code) >= count(spare, code));
}
