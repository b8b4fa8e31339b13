import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiMediaTypeObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { securityOf, securitySchemes } from './auth/documentation.ts';
import {
  JSON_TYPE,
  type RequestSpec,
  type ResponseSpec,
  type Route,
  type RouteSpec,
  type StreamSpec,
} from './http/route.ts';
import { type DocumentOptions, headersOfSuccess } from './openapi/headers.ts';
import { problemResponses } from './openapi/problems.ts';

const DESCRIPTION = `Employees, over a PostgreSQL that its own migrations look after.

- Amounts are exact: \`salary\` is a decimal string going out, and a string or a number with at most two decimals coming in.
- Times are RFC 3339, in UTC going out.
- What is not declared is refused: an unknown parameter or field, and one given twice, is a fault.
- A POST under \`/v1/employees\` with an \`Idempotency-Key\` may be sent again, and is not done twice.
- Every error is a problem document (RFC 9457) with all faults of the request at once. Its \`type\` stays; its words may change.`;

const TAGS: Readonly<Record<string, string>> = {
  employees: 'The people on the payroll.',
  health: 'Probes, for whoever runs the server.',
};

/**
 * The OpenAPI 3.1 document of the routes.
 *
 * @param version of the API, as in its package.json
 * @param options what requests have to pass here: who may come in, and how often
 */
export function openapi(routes: readonly Route[], version: string, options: DocumentOptions = {}): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const { spec } of routes) paths[spec.path] = { ...paths[spec.path], [spec.method]: operation(spec, options) };
  const tags = new Set(routes.flatMap(({ spec }) => spec.tags));
  const document = createDocument({
    openapi: '3.1.1',
    info: { title: 'Roster', version, description: DESCRIPTION, license: { name: 'MIT', identifier: 'MIT' } },
    // Relative to the document, so that it is right behind any proxy.
    servers: [{ url: '/', description: 'This server' }],
    tags: [...tags].map((name) => ({ name, description: TAGS[name] ?? name })),
    paths,
    // Nobody is asked, but where an operation says so: without it a reader can't tell that from forgotten.
    security: [],
    components: {
      schemas: recordsOf(routes),
      ...(options.auth && { securitySchemes: securitySchemes(options.auth) }),
    },
  });
  for (const parameter of parametersOf(document)) sayOnce(parameter);
  return document;
}

const parametersOf = ({ paths = {} }: oas31.OpenAPIObject): oas31.ParameterObject[] =>
  Object.values(paths)
    .flatMap((item) => Object.values(item) as oas31.OperationObject[])
    .flatMap(({ parameters = [] }) => parameters as oas31.ParameterObject[]);

/**
 * zod-openapi says in the schema, and only at times beside it, what a parameter is; readers look beside it. But for the
 * example of what need not be given: Swagger UI would fill it in, and nobody could list employees without a cursor.
 */
function sayOnce(parameter: oas31.ParameterObject): void {
  const { description, example, ...schema } = parameter.schema as oas31.SchemaObject;
  const shown = parameter.required ? { example, schema } : { schema: { ...schema, examples: [example] } };
  Object.assign(parameter, { description, ...shown });
}

function operation(spec: RouteSpec, options: DocumentOptions): ZodOpenApiOperationObject {
  const { request = {}, operationId, summary, description, tags } = spec;
  return {
    operationId,
    summary,
    ...(description && { description }),
    tags: [...tags],
    requestParams: {
      ...(request.params && { path: request.params }),
      ...(request.query && { query: request.query }),
      ...(request.headers && { header: request.headers }),
    },
    ...((request.body ?? request.upload) && { requestBody: requestBody(request) }),
    responses: { ...problemResponses(spec, options), ...successes(spec, options) },
    ...(options.auth && { security: securityOf(spec, options.auth) }),
  };
}

function requestBody({ body, consumes = [JSON_TYPE], upload = {} }: RequestSpec) {
  const content = body ? Object.fromEntries(consumes.map((type) => [type, mediaType(body)])) : streams(upload);
  return { required: true, content };
}

const streams = (specs: Readonly<Record<string, StreamSpec>>): Record<string, ZodOpenApiMediaTypeObject> =>
  Object.fromEntries(
    Object.entries(specs).map(([type, spec]) => [type, { schema: streamSchema(type, spec), example: spec.example }]),
  );

/**
 * OpenAPI 3.1 has no word for "one of these on each line": it is a text, and what it is made of stands in `contentSchema`.
 *
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-8.5
 */
function streamSchema(type: string, { schema, description }: StreamSpec): z.ZodType {
  const name = schema.meta()?.id;
  const record = name === undefined ? {} : { contentSchema: { $ref: `#/components/schemas/${name}` } };
  return z.string().meta({ description, override: { contentMediaType: type, ...record } });
}

/** The records of all streams: no schema refers to them as zod-openapi would notice. */
function recordsOf(routes: readonly Route[]): Record<string, z.ZodType> {
  const specs = routes.flatMap(({ spec }) => [
    spec.request?.upload ?? {},
    ...Object.values(spec.responses).map(({ stream = {} }) => stream),
  ]);
  const schemas = specs.flatMap((each) => Object.values(each).map(({ schema }) => schema));
  return Object.fromEntries(schemas.flatMap((schema) => (schema.meta()?.id ? [[schema.meta()?.id, schema]] : [])));
}

function successes(spec: RouteSpec, options: DocumentOptions): Record<string, ZodOpenApiResponseObject> {
  const success = ({ description, body, stream, headers, example }: ResponseSpec): ZodOpenApiResponseObject => ({
    description,
    headers: headersOfSuccess(headers, spec, options),
    ...(body && { content: { [JSON_TYPE]: mediaType(body, example) } }),
    ...(stream && { content: streams(stream) }),
  });
  return Object.fromEntries(Object.entries(spec.responses).map(([status, response]) => [status, success(response)]));
}

/** @param example in place of the schema's own */
function mediaType(schema: z.ZodType, example: unknown = schema.meta()?.example): ZodOpenApiMediaTypeObject {
  return { schema, ...(example !== undefined && { example }) };
}
