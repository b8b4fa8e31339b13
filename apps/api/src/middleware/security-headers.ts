import helmet from 'helmet';
import type { Middleware } from 'koa';

/** What JSON needs of a browser: nothing. The pages of the docs bring a policy of their own. */
const POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/**
 * Helmet's headers on every answer, and no cache unless a route says otherwise.
 *
 * No Strict-Transport-Security: this server speaks plain HTTP, and whoever adds TLS before it adds that as well.
 */
export function securityHeaders(): Middleware {
  const headers = Object.entries(helmetHeaders());
  return (ctx, next) => {
    for (const [name, value] of headers) ctx.res.setHeader(name, value);
    return next();
  };
}

/** None of them depends on the request: helmet is asked once, and not a dozen times for each. */
function helmetHeaders(): Record<string, string> {
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' };
  const recorder = { setHeader: (name: string, value: string) => void (headers[name] = value), removeHeader() {} };
  const options = { contentSecurityPolicy: POLICY, strictTransportSecurity: false, xFrameOptions: { action: 'deny' } };
  helmet(options as Parameters<typeof helmet>[0])({} as never, recorder as never, (error) => {
    if (error !== undefined) throw error;
  });
  return headers;
}
