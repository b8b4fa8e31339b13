import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { ROOT, readStages, type Stage, settingsOf } from './dockerfile.ts';

const command = promisify(execFile);

// Its types say ES module, and it is none.
const dockerignore = createRequire(import.meta.url)(
  '@balena/dockerignore',
) as typeof import('@balena/dockerignore').default;

/** Node, the network's settings, and nothing else of this process. */
const INHERITED = /^(PATH|HOME|npm_config_(registry|cafile)|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i;

/**
 * Makes the file system of each stage, as far as the Dockerfile makes it: its COPY and RUN instructions one after the other,
 * in folders that stand for its own. `/app` and `/repo` in a command are the folders'.
 */
export class ImageFolders {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param target the stage, of whose ancestors all that it needs is made as well */
  static async build(target: string): Promise<ImageFolders> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'roster-image-')));
    // Another user is to look into it.
    await chmod(folder, 0o755);
    const folders = new ImageFolders(folder);
    try {
      await folders.#context();
      for (const stage of neededBy(target)) await folders.#make(stage);
    } catch (error) {
      await folders.remove();
      throw error;
    }
    return folders;
  }

  /** Where a path of a stage is. */
  path(stage: string, path: string): string {
    return join(this.#folder, stage, path);
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** What `docker build` would be sent of a checkout that has just been cloned. */
  async #context(): Promise<void> {
    const ignored = dockerignore().add(await readFile(`${ROOT}.dockerignore`, 'utf8'));
    const { stdout } = await command('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: ROOT });
    for (const file of ignored.filter(stdout.split('\0').filter(Boolean))) {
      await cp(join(ROOT, file), this.path('(context)', file)).catch(ignoreGone);
    }
  }

  async #make({ name, from, steps }: Stage): Promise<void> {
    const folder = this.path(name, '/');
    await mkdir(folder, { recursive: true });
    const isStage = readStages().some((stage) => stage.name === from);
    if (isStage) await cp(this.path(from, '/'), folder, AS_THEY_ARE);
    const begin = isStage ? settingsOf(from) : { workdir: '/', env: {} };
    let { workdir } = begin;
    const env: Record<string, string> = { ...begin.env };
    for (const { keyword, text } of steps) {
      if (keyword === 'WORKDIR') workdir = text;
      if (keyword === 'WORKDIR') await mkdir(this.path(name, workdir), { recursive: true });
      if (keyword === 'ENV') Object.assign(env, Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('='))));
      if (keyword === 'COPY') await this.#copy(name, workdir, text);
      if (keyword === 'RUN') await this.#run(name, workdir, text, env);
    }
  }

  async #copy(stage: string, workdir: string, text: string): Promise<void> {
    const words = text.split(/\s+/);
    const source = words[0]?.startsWith('--from=') ? (words.shift() ?? '').slice('--from='.length) : '(context)';
    const to = posix.resolve(workdir, words.pop() ?? '');
    for (const word of words) {
      const from = this.path(source, word);
      // As Docker: of a folder what is in it, a file into the folder.
      const isFolder = word.endsWith('/') || word === '.';
      await cp(from, this.path(stage, isFolder ? to : posix.join(to, basename(from))), AS_THEY_ARE);
    }
  }

  async #run(stage: string, workdir: string, text: string, env: Record<string, string>): Promise<void> {
    const here = text.replaceAll(/(?<=^|[\s"=])\/(app|repo)\b/g, (path) => this.path(stage, path));
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));
    const options = { cwd: this.path(stage, workdir), env: { ...inherited, ...env, CI: '1' }, maxBuffer: 2 ** 26 };
    await command('sh', ['-c', here], options).catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`RUN ${text}\n${error.stderr}${error.stdout}`);
    });
  }
}

const AS_THEY_ARE = { recursive: true, verbatimSymlinks: true };

/** A file that was removed and not committed yet. */
function ignoreGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** A stage and what it begins with and copies from, in the order of the file. */
function neededBy(target: string): Stage[] {
  const needed = new Set([target]);
  const stages = readStages();
  for (const stage of stages.toReversed()) {
    if (!needed.has(stage.name)) continue;
    needed.add(stage.from);
    for (const { text } of stage.steps) needed.add(/^--from=(\S+)/.exec(text)?.[1] ?? target);
  }
  return stages.filter(({ name }) => needed.has(name));
}

/** How much is in a folder, in bytes, each file once. */
export async function sizeOf(folder: string): Promise<number> {
  const { stdout } = await command('du', ['-sb', folder], { cwd: dirname(folder) });
  return Number.parseInt(stdout, 10);
}
