import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import type { oas31 } from 'zod-openapi';

/** All from here, nothing inline: Swagger UI needs no more (and its styles no less). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join(';');

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Roster API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" sizes="32x32">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/init.js"></script>
  </body>
</html>
`;

// `validatorUrl: null`: the default sends the address of this document to a validator on the internet.
const INIT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** `/openapi.json` and the pages that show it. Everything they load is served from here. */
export function mountDocs(router: Router, document: () => oas31.OpenAPIObject): void {
  // Made when it is first asked for: a server starts without it.
  let text: string | undefined;
  router.get('/openapi.json', (ctx) => {
    text ??= JSON.stringify(document());
    send(ctx, 'application/json', text);
  });
  router.get(['/docs', '/docs/'], (ctx) => send(ctx, 'html', PAGE));
  router.get('/docs/init.js', (ctx) => send(ctx, 'js', INIT));
  for (const name of ASSETS) router.get(`/docs/${name}`, async (ctx) => send(ctx, extension(name), await asset(name)));
}

const extension = (name: string): string => name.slice(name.lastIndexOf('.'));

const asset = (name: string): Promise<Buffer> => {
  const manifest = createRequire(import.meta.url).resolve('swagger-ui-dist/package.json');
  return readFile(join(manifest, '..', name));
};

function send(ctx: Context, type: string, body: string | Buffer): void {
  ctx.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  ctx.type = type;
  ctx.body = body;
}
