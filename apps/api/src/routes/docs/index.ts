import type { Router } from '@koa/router';
import type { Context } from 'koa';
import type { oas31 } from 'zod-openapi';
import { lazily } from '../../lazily.ts';
import { type Asset, LOGO_PATH, makeAsset, readInstalled, readRedoc } from './assets.ts';
import { LOGO, REDOC_CSS, REDOC_INIT, REDOC_PAGE, SWAGGER_UI_INIT, SWAGGER_UI_PAGE } from './pages.ts';

/** All from here and nothing inline, styles included. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'style-src': "'self'",
  'script-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Redoc writes its styles into the page, and its search runs in a worker that it makes of a blob. */
const REDOC_POLICY = { ...POLICY, 'style-src': "'self' 'unsafe-inline'", 'worker-src': 'blob:' };

const policyFor = (path: string): string =>
  Object.entries(path.startsWith('/redoc') ? REDOC_POLICY : POLICY)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join(';');

/** What is served at a path, made when it is first asked for. */
type Source = () => Promise<Asset>;

const text = (type: string, content: string): Source => lazily(() => makeAsset(type, content));
const swaggerUi = (type: string, name: string): Source =>
  lazily(async () => makeAsset(type, await readInstalled('swagger-ui-dist', name)));

const SWAGGER_UI = text('html', SWAGGER_UI_PAGE);
const REDOC = text('html', REDOC_PAGE);

/** Everything that the pages load, by its path. */
const FILES: Readonly<Record<string, Source>> = {
  '/docs': SWAGGER_UI,
  '/docs/': SWAGGER_UI,
  '/docs/init.js': text('js', SWAGGER_UI_INIT),
  '/docs/swagger-ui.css': swaggerUi('css', 'swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': swaggerUi('js', 'swagger-ui-bundle.js'),
  '/docs/favicon-32x32.png': swaggerUi('png', 'favicon-32x32.png'),
  '/redoc': REDOC,
  '/redoc/': REDOC,
  '/redoc/init.js': text('js', REDOC_INIT),
  '/redoc/page.css': text('css', REDOC_CSS),
  '/redoc/redoc.standalone.js': lazily(async () => makeAsset('js', await readRedoc())),
  [LOGO_PATH]: text('svg', LOGO),
};

/** `/openapi.json` and the pages that show it: `/docs` to try it, `/redoc` to read it. Everything they load is served from here. */
export function mountDocs(router: Router, document: () => oas31.OpenAPIObject): void {
  const openapi = lazily(async () => makeAsset('json', JSON.stringify(document())));
  for (const [path, source] of Object.entries({ '/openapi.json': openapi, ...FILES })) {
    router.get(path, async (ctx) => send(ctx, await source()));
  }
}

/** Asked about each time (`no-cache`) and answered with 304: no page is ever a mix of two versions. */
function send(ctx: Context, { type, plain, gzip, etag }: Asset): void {
  const isPacked = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
  ctx.set('Content-Security-Policy', policyFor(ctx.path));
  ctx.set('Cache-Control', 'no-cache');
  ctx.vary('Accept-Encoding');
  // RFC 9110 §8.8.3.3: each coding is a representation of its own.
  ctx.set('ETag', `"${etag}${isPacked ? '-gzip' : ''}"`);
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = type;
  if (isPacked) ctx.set('Content-Encoding', 'gzip');
  ctx.body = isPacked ? gzip : plain;
}
