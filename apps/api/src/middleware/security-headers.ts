import helmet from 'helmet';

/** What JSON needs of a browser: nothing. The pages of the docs bring a policy of their own. */
const POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/**
 * Helmet's headers, for every answer. None of them depends on the request: helmet is asked once, and not for each.
 *
 * No Strict-Transport-Security: this server speaks plain HTTP, and whoever adds TLS before it adds that as well.
 */
export function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const recorder = { setHeader: (name: string, value: string) => void (headers[name] = value), removeHeader() {} };
  const options = { contentSecurityPolicy: POLICY, strictTransportSecurity: false, xFrameOptions: { action: 'deny' } };
  helmet(options as Parameters<typeof helmet>[0])({} as never, recorder as never, (error) => {
    if (error !== undefined) throw error;
  });
  return headers;
}
