import type { z } from 'zod';
import type { Scope } from './auth/principal.ts';
import type { ProblemCode } from './errors.ts';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** What a request consists of. Query and body are strict objects: a key that they do not name is a fault. */
export interface RequestSpec {
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Media types of the body; default `application/json`. */
  consumes?: readonly string[];
}

export interface ResponseSpec {
  description: string;
  /** None: the answer has no body. */
  body?: z.ZodType;
  /** Names in lower case → what they say. */
  headers?: Readonly<Record<string, { description: string; example?: string }>>;
  example?: unknown;
}

/** All that there is to know of one operation: validation, types and documentation come from it. */
export interface RouteSpec {
  method: Method;
  /** As OpenAPI writes it: `/v1/employees/{id}`. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  /** What the caller must be allowed to do, where callers are asked who they are; none: public. */
  scope?: Scope;
  request?: RequestSpec;
  /** What the handler may answer, by status. */
  responses: Readonly<Record<number, ResponseSpec>>;
  /** What the handler may throw, beside what every route of its kind can (see `openapi.ts`). */
  problems?: readonly ProblemCode[];
}

type Part = 'params' | 'query' | 'headers' | 'body';
type SchemaOf<S extends RouteSpec, P extends Part> = S extends { request: { [K in P]: infer T extends z.ZodType } }
  ? T
  : never;

/** The validated parts that a spec declares, and no others. */
export type RequestOf<S extends RouteSpec> = {
  [P in Part as [SchemaOf<S, P>] extends [never] ? never : P]: z.output<SchemaOf<S, P>>;
};

type WithBody<R extends ResponseSpec> = R extends { body: infer B extends z.ZodType }
  ? { body: z.output<B> }
  : { body?: undefined };
type WithHeaders<R extends ResponseSpec> = R extends { headers: infer H }
  ? { headers: { [K in keyof H]: string } }
  : { headers?: undefined };

/** The answers that a spec declares: one shape for each status. */
export type AnswerOf<S extends RouteSpec> = {
  [C in keyof S['responses'] & number]: { status: C } & WithBody<S['responses'][C]> & WithHeaders<S['responses'][C]>;
}[keyof S['responses'] & number];

type Scalar = string | number | boolean | bigint | symbol | null | undefined | Date;
type KeyOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

/**
 * `A`, with every key that `Shape` does not have turned into `never`. TypeScript does not look for surplus keys in what
 * a function returns, and a key too many in an answer is how a secret column gets out.
 */
type Exactly<A, Shape> = A extends Scalar
  ? A
  : A extends readonly (infer I)[]
    ? readonly Exactly<I, Shape extends readonly (infer J)[] ? J : never>[]
    : { [K in keyof A]: K extends KeyOf<Shape> ? Exactly<A[K], ValueOf<Shape, K>> : never };

type ExactAnswer<A, S extends RouteSpec> = A extends { status: infer C }
  ? Exactly<A, Extract<AnswerOf<S>, { status: C }>>
  : never;

/** What the compiler names when an answer has a key that its schema has not. */
interface SurplusKey {
  'the answer has a key that its declared schema has not': never;
}

/** An answer on its way out, its types checked already. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** A spec with its handler; what the router and the OpenAPI document are made from. */
export interface Route {
  readonly spec: RouteSpec;
  handle(request: Readonly<Partial<Record<Part, unknown>>>): Promise<Answer>;
}

/**
 * Ties a handler to its spec. An answer whose status is not declared, or whose body or headers do not fit what is
 * declared for it, surplus keys included, does not compile. Everything else is thrown as a Problem.
 *
 * The handler is the second argument because inside the spec TypeScript would widen `status: 200` to `number`.
 *
 * @example
 * ```ts
 * route(
 *   { method: 'get', path: '/v1/ping', operationId: 'ping', summary: 'Ping', tags: ['health'],
 *     responses: { 200: { description: 'Pong', body: z.object({ pong: z.boolean() }) } } },
 *   async () => ({ status: 200, body: { pong: true } }),
 * );
 * ```
 */
export function route<const S extends RouteSpec, const A extends AnswerOf<S>>(
  spec: S,
  handler: ((request: RequestOf<S>) => Promise<A>) & ([A] extends [ExactAnswer<A, S>] ? unknown : SurplusKey),
): Route {
  // `serve.ts` calls it with what the spec's own schemas have made, which is what RequestOf says.
  return { spec, handle: handler };
}
