import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const BENCH = import.meta.dirname;

/** The peers, as they are pinned. */
export async function versions(): Promise<Record<string, string>> {
  const { dependencies } = JSON.parse(await readFile(join(BENCH, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}

/** @param name in `results/` @returns its path */
export async function save(name: string, content: object | string): Promise<string> {
  const path = join(BENCH, 'results', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`);
  return path;
}
