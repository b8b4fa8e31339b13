import { createHash } from 'node:crypto';
import { migrationFileInvalid } from './errors.ts';

/** One direction of a `.sql` migration. */
export interface SqlSection {
  /** The text below the marker, ready to send. */
  sql: string;
  /** The line of the file, from 1, on which `sql` begins. */
  line: number;
  /** False behind `transaction:false`: one statement, sent alone. */
  transactional: boolean;
}

export interface SqlMigration {
  up: SqlSection;
  /** Absent where the file has no `-- migrate:down`. */
  down?: SqlSection;
}

type Direction = 'up' | 'down';

const MARKER = /^--[ \t]*migrate:(\S+)[ \t]*(.*?)[ \t]*$/;

/** Taken for a comment, a `--migrate: down` would make the down part run as the end of the up part. */
const ALMOST = /^\s*(--|\/\*)\s*migrate\s*:?\s*(up|down)\b/i;

interface Marker {
  direction: Direction;
  /** Of the marker itself, from 0. */
  index: number;
  transactional: boolean;
}

function readMarker(file: string, text: string, index: number): Marker | undefined {
  const match = MARKER.exec(text);
  if (match === null && ALMOST.test(text))
    throw invalid(file, index, `${JSON.stringify(text.trim())} is nearly a marker, and none`);
  if (match === null) return undefined;
  const [, direction, option] = match;
  if (direction !== 'up' && direction !== 'down') {
    throw invalid(file, index, `"migrate:${direction}" is neither migrate:up nor migrate:down`);
  }
  if (option !== '' && option !== 'transaction:false' && option !== 'transaction:true') {
    throw invalid(file, index, `the marker's option is ${JSON.stringify(option)}; only transaction:false is known`);
  }
  return { direction, index, transactional: option !== 'transaction:false' };
}

function invalid(file: string, index: number, why: string): Error {
  const remedy = 'write `-- migrate:up`, its SQL, `-- migrate:down`, its SQL';
  return migrationFileInvalid({ file, line: index + 1 }, why, remedy);
}

function checkMarkers(file: string, lines: string[], markers: Marker[]): void {
  const first = markers[0];
  if (first === undefined) throw invalid(file, 0, 'it has no `-- migrate:up` line');
  const stray = lines.findIndex((line, index) => index < first.index && !/^\s*(--.*)?$/.test(line));
  if (stray !== -1) throw invalid(file, stray, 'there is SQL above the first marker, which would never run');
  for (const [position, marker] of markers.entries()) {
    if (markers.findIndex(({ direction }) => direction === marker.direction) !== position) {
      throw invalid(file, marker.index, `it has a second \`-- migrate:${marker.direction}\``);
    }
  }
  if (!markers.some(({ direction }) => direction === 'up')) throw invalid(file, 0, 'it has no `-- migrate:up` line');
}

/**
 * Reads one migration file with dbmate's markers.
 *
 * @param file its name, for messages
 * @param text its content
 * @throws MigratorError MIGRATION_FILE_INVALID, with the line
 */
export function parseSqlMigration(file: string, text: string): SqlMigration {
  const lines = normalize(text).split('\n');
  const markers = lines.flatMap((line, index) => readMarker(file, line, index) ?? []);
  checkMarkers(file, lines, markers);
  const sections = markers.map((marker, position): [Direction, SqlSection] => {
    const end = markers[position + 1]?.index ?? lines.length;
    const body = lines.slice(marker.index + 1, end);
    return [marker.direction, { sql: body.join('\n'), line: marker.index + 2, transactional: marker.transactional }];
  });
  return Object.fromEntries(sections) as { up: SqlSection; down?: SqlSection };
}

/** What editors and git change without meaning to: the byte order mark and CRLF. */
function normalize(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
}

/** Comments, and what may look like one and is none: strings, quoted names, dollar quotes. */
const COMMENT_OR_QUOTE =
  /--[^\n]*\n?|\/\*[\s\S]*?\*\/|E'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$/giu;

const REVIEW = /^--[ \t]*(?:hazard|accepted):/;

/** What a reviewer writes (`migrate lint`) is left out: to accept a hazard of a migration that has run is no edit of it. */
const withoutReview = (sql: string): string =>
  /hazard:|accepted:/.test(sql) ? sql.replaceAll(COMMENT_OR_QUOTE, (part) => (REVIEW.test(part) ? '' : part)) : sql;

/**
 * What the history remembers of a migration's text. A program's begins with its kind: a migration that ran as `.ts` in
 * development and runs as `.js` from a build is one migration, and its two texts can't be compared.
 */
export function checksumOf(kind: 'sql' | 'ts' | 'js', text: string): string {
  const counted = kind === 'sql' ? withoutReview(normalize(text)) : normalize(text);
  const hash = `sha256:${createHash('sha256').update(counted).digest('hex')}`;
  return kind === 'sql' ? hash : `${kind}:${hash}`;
}

/** Whether two checksums are of one kind of text and differ. An unknown one (null) differs from nothing. */
export function isEdited(recorded: string | null, present: string): boolean {
  if (recorded === null) return false;
  const kind = (checksum: string): string => checksum.slice(0, checksum.indexOf('sha256:'));
  return kind(recorded) === kind(present) && recorded !== present;
}
