import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './migrator-error.ts';

/** The folder of this package's code, whose lines say nothing about a project. */
const OURS = fileURLToPath(new URL('.', import.meta.url));

/** `    at f (file:///a/b.ts:3:9)`, `    at /a/b.ts:3:9`, and `/a/b.ts:3` above the text of a file that does not parse. */
const LINE = /^(?:\s+at (?:.*\()?)?(?<file>(?:file:\/\/)?\/.*?):(?<line>\d+)(?::\d+)?\)?$/;

/** Where in a project an error arose: the first place of its stack that is none of Node's, a dependency's or ours. */
export function placeOf(error: unknown): Partial<Place> {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  for (const text of lines) {
    const { file, line } = LINE.exec(text)?.groups ?? {};
    if (file === undefined) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (path.includes('/node_modules/') || path.startsWith(OURS)) continue;
    return { file: relative(process.cwd(), path) || path, line: Number(line) };
  }
  return {};
}

/** The same behind a sentence: ` (src/models/user.ts:12)`. */
export function showPlaceOf(error: unknown): string {
  const { file, line } = placeOf(error);
  return file === undefined ? '' : ` (${file}:${line})`;
}
