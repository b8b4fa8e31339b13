import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What a browser loads: its bytes, plain and packed, and a name for exactly these. */
export interface Asset {
  /** Media type, or what Koa makes one of. */
  type: string;
  plain: Buffer;
  gzip: Buffer;
  etag: string;
}

const packed = promisify(gzip);

/** Packed once, at the first request: 1.6 MB of JavaScript would otherwise cost 60 ms each time, or go out whole. */
export async function makeAsset(type: string, content: string | Buffer): Promise<Asset> {
  const plain = Buffer.from(content);
  const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 27);
  return { type, plain, gzip: await packed(plain), etag };
}

/**
 * A file of an installed package.
 *
 * @param path below the package's folder
 */
export function readInstalled(name: string, path: string): Promise<Buffer> {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return readFile(join(manifest, '..', path));
}

/** Redoc 2.5.4 asks a CDN for the small picture beside "API docs by Redocly", and has no option not to. */
const OUTSIDE_LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
export const LOGO_PATH = '/redoc/logo-mini.svg';

/** Redoc's bundle with that picture taken from here. */
export async function readRedoc(): Promise<string> {
  const bundle = (await readInstalled('redoc', 'bundles/redoc.standalone.js')).toString();
  return bundle.replaceAll(OUTSIDE_LOGO, LOGO_PATH);
}
