import type { oas31 } from 'zod-openapi';
import type { ProblemCode } from '../errors.ts';
import type { RouteSpec } from '../http/route.ts';
import type { AuthOptions } from './authenticate.ts';

type Schemes = Record<string, oas31.SecuritySchemeObject>;

/** What the OpenAPI document calls the ways to say who one is; the docs' Authorize shows them. */
export function securitySchemes({ keys, tokens }: AuthOptions): Schemes {
  const what = [keys && 'an API key', tokens && `a JSON Web Token of ${tokens.issuer}`].filter(Boolean).join(', or ');
  return {
    bearer: { type: 'http', scheme: 'bearer', description: `Authorization: Bearer, and ${what}` },
    ...(keys && { apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key' } }),
  };
}

/** Any one of the schemes, with the scope that the operation asks for; none for a public one. */
export const securityOf = ({ scope }: RouteSpec, auth: AuthOptions): oas31.SecurityRequirementObject[] =>
  scope === undefined ? [] : Object.keys(securitySchemes(auth)).map((name) => ({ [name]: [scope] }));

/** What the operation can be refused with because of who asks. */
export const problemsOfAuth = ({ scope }: RouteSpec, { tokens }: AuthOptions): ProblemCode[] =>
  scope === undefined ? [] : ['unauthorized', 'forbidden', ...(tokens ? (['auth-unavailable'] as const) : [])];
