import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

interface Plain {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** As the bytes come: fetch unpacks, and asks past every cache when it sends If-None-Match. */
const plain = (path: string, headers: Record<string, string> = {}): Promise<Plain> =>
  new Promise((resolve, reject) => {
    get(app.address + path, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    }).once('error', reject);
  });

const assetsOf = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => String(url));

describe.each(['/docs', '/docs/', '/redoc', '/redoc/'])('%s', (path) => {
  test('has nothing inline, and loads nothing from elsewhere', async () => {
    const page = await plain(path);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const html = page.body.toString();
    expect(html).not.toMatch(/<script>|<style|style=|https?:\/\/|\son\w+=/);
    expect(assetsOf(html)).toHaveLength(4);
    for (const asset of assetsOf(html)) expect((await plain(asset)).status).toBe(200);
  });

  test('has a policy that lets nothing in from elsewhere', async () => {
    const policy = String((await plain(path)).headers['content-security-policy']).split(';');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain(path.startsWith('/redoc') ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'");
    expect(policy.filter((directive) => !directive.startsWith('style-src')).join()).not.toMatch(/https?:|\*|unsafe/);
  });
});

test('Redoc’s own picture, which lies on a CDN, comes from here', async () => {
  const bundle = (await plain('/redoc/redoc.standalone.js')).body.toString();
  expect(bundle).not.toContain('cdn.redoc.ly');
  expect(bundle.split('"/redoc/logo-mini.svg"')).toHaveLength(2);
  expect((await plain('/redoc/logo-mini.svg')).headers['content-type']).toBe('image/svg+xml');
});

describe.each(['/openapi.json', '/docs', '/docs/swagger-ui-bundle.js', '/redoc/redoc.standalone.js'])('%s', (path) => {
  test('is packed for those who take it so, and is the same unpacked', async () => {
    const [whole, packed] = await Promise.all([plain(path), plain(path, { 'accept-encoding': 'gzip, br' })]);
    expect([whole.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect([whole.headers.vary, packed.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(gunzipSync(packed.body).equals(whole.body)).toBe(true);
    expect(packed.headers.etag).not.toBe(whole.headers.etag);
    expect((await plain(path, { 'accept-encoding': 'gzip;q=0' })).body.equals(whole.body)).toBe(true);
  });

  test('is asked about each time, and not sent again', async () => {
    const { headers } = await plain(path);
    expect(headers['cache-control']).toBe('no-cache');
    const again = await plain(path, { 'if-none-match': String(headers.etag) });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
    expect((await plain(path, { 'if-none-match': '"another"' })).status).toBe(200);
  });
});

test('no other file of the packages can be had', async () => {
  for (const path of [
    '/docs/..%2fpackage.json',
    '/docs/package.json',
    '/redoc/../package.json',
    '/redoc/redoc.lib.js',
  ]) {
    expect((await plain(path)).status).toBe(404);
  }
});

test('a key that was typed in is kept nowhere', async () => {
  expect((await plain('/docs/init.js')).body.toString()).toContain('persistAuthorization: false');
});
