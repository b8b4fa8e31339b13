import type { z } from 'zod';
import type { Principal, Scope } from '../auth/principal.ts';
import type { Terms } from '../database/terms.ts';
import type { ProblemCode } from '../errors.ts';
import type { Json } from './json.ts';

export const JSON_TYPE = 'application/json';

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** What a request consists of. Query and body are strict objects: a key that they do not name is a fault. */
export interface RequestSpec {
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Media types of the body; default `application/json`. */
  consumes?: readonly string[];
  /** Instead of a body: one that may be of any length, which the handler reads as it comes. Media type → what it holds. */
  upload?: Readonly<Record<string, StreamSpec>>;
}

/** A body that is longer than memory: written and read piece by piece, and documented by what stands in it. */
export interface StreamSpec {
  description: string;
  /** Of one record (NDJSON), or `z.string()`. */
  schema: z.ZodType;
  /** A few lines of it. */
  example: string;
}

/** A body on its way in: UTF-8 as it comes, as long as it comes fast enough. */
export interface Upload<T extends string = string> {
  type: T;
  /** @throws 400 not UTF-8 or cut short · 408 nothing came for too long */
  text: AsyncIterable<string>;
  /** Has the bytes told, each piece before it becomes text. Asked for before the text is. */
  watch(onBytes: (bytes: Buffer) => void): void;
}

export interface HeaderSpec {
  description: string;
  example?: string;
  /** Whether some answers don't have it. */
  optional?: true;
}

export interface ResponseSpec {
  description: string;
  /** None: the answer has no body, or it is a stream. */
  body?: z.ZodType;
  /** Media type → what it holds. The client chooses by `Accept`; without a wish it gets the first. */
  stream?: Readonly<Record<string, StreamSpec>>;
  /** Names in lower case → what they say. */
  headers?: Readonly<Record<string, HeaderSpec>>;
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
  /** What the caller must be allowed to do. None: anyone may ask. */
  scope?: Scope;
  request?: RequestSpec;
  /** What the handler may answer, by status. */
  responses: Readonly<Record<number, ResponseSpec>>;
  /** What the handler may throw, beside what every route of its kind can (see `openapi.ts`). */
  problems?: readonly ProblemCode[];
}

/** What a route can answer with, the preferred one first. */
export function mediaTypesOf({ responses }: Pick<RouteSpec, 'responses'>): readonly string[] {
  const streamed = Object.values(responses).flatMap(({ stream = {} }) => Object.keys(stream));
  return streamed.length > 0 ? streamed : [JSON_TYPE];
}

type Part = 'params' | 'query' | 'headers' | 'body';
type SchemaOf<S extends RouteSpec, P extends Part> = S extends { request: { [K in P]: infer T extends z.ZodType } }
  ? T
  : never;

type UploadOf<S extends RouteSpec> = S extends { request: { upload: infer U } }
  ? { upload: Upload<keyof U & string> }
  : unknown;

type StreamTypeOf<R> = R extends { stream: infer T } ? keyof T & string : never;
/** The media type of the stream that the client accepts. */
type AcceptedOf<S extends RouteSpec> = [StreamTypeOf<S['responses'][keyof S['responses']]>] extends [never]
  ? unknown
  : { accepted: StreamTypeOf<S['responses'][keyof S['responses']]> };

/** The validated parts that a spec declares, and no others; and who asks, where that is known. */
export type RequestOf<S extends RouteSpec> = {
  [P in Part as [SchemaOf<S, P>] extends [never] ? never : P]: z.output<SchemaOf<S, P>>;
} & UploadOf<S> &
  AcceptedOf<S> & {
    principal: Principal | undefined;
    terms?: Terms | undefined;
  };

type WithBody<R extends ResponseSpec> = R extends { body: infer B extends z.ZodType }
  ? { body: z.output<B> | Json<z.output<B>>; stream?: undefined }
  : R extends { stream: unknown }
    ? { body?: undefined; stream: AsyncIterable<string | Buffer> }
    : { body?: undefined; stream?: undefined };
type OptionalIn<H> = { [K in keyof H]: H[K] extends { optional: true } ? K : never }[keyof H];
type HeadersOf<H> = { [K in Exclude<keyof H, OptionalIn<H>>]: string } & { [K in OptionalIn<H>]?: string };
type WithHeaders<R extends ResponseSpec> = R extends { headers: infer H }
  ? [Exclude<keyof H, OptionalIn<H>>] extends [never]
    ? { headers?: HeadersOf<H> }
    : { headers: HeadersOf<H> }
  : { headers?: undefined };

/** The answers that a spec declares: one shape for each status. */
export type AnswerOf<S extends RouteSpec> = {
  [C in keyof S['responses'] & number]: { status: C } & WithBody<S['responses'][C]> & WithHeaders<S['responses'][C]>;
}[keyof S['responses'] & number];

type Scalar = string | number | boolean | bigint | symbol | null | undefined | Date | AsyncIterable<string | Buffer>;
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
  stream?: AsyncIterable<string | Buffer> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What a handler is called with: the parts that its spec declares. */
export type Request = Readonly<
  Partial<Record<Part, unknown>> & {
    upload?: Upload;
    accepted?: string;
    principal?: Principal | undefined;
    terms?: Terms | undefined;
  }
>;

/** A spec with its handler; what the router and the OpenAPI document are made from. */
export interface Route {
  readonly spec: RouteSpec;
  /** `mediaTypesOf` it. */
  readonly offered: readonly string[];
  handle(request: Request): Promise<Answer>;
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
  return { spec, offered: mediaTypesOf(spec), handle: handler };
}
