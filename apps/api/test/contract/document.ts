import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json } from '../json-client.ts';

/** A JSON Schema of the document, as it came. */
export type Schema = Json;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}

/** One operation of the document, with what the fuzzer needs of it. */
export interface Operation {
  id: string;
  /** In upper case. */
  method: string;
  /** With `{id}`. */
  path: string;
  parameters: Parameter[];
  /** Media type → schema; none where there is no body. */
  bodies: Record<string, Schema>;
  responses: Record<string, DocumentedResponse>;
}

export interface DocumentedResponse {
  headers: Record<string, { required?: boolean; schema: Schema }>;
  content: Record<string, { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>;
}

/** A live document: its operations, and a judge of values against its schemas. */
export interface Contract {
  operations: Operation[];
  /** The schema itself, where it was a `$ref`. */
  resolve(schema: Schema): Schema;
  /** What is wrong with a value; none: it fits. */
  faults(schema: Schema, value: unknown): string[];
}

/** What OpenAPI adds to JSON Schema. */
const ANNOTATIONS = ['example'];

export function contractOf(document: Json): Contract {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    multipleOfPrecision: 6,
  });
  formats.default(ajv);
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  for (const [name, schema] of Object.entries<Schema>(document.components.schemas)) ajv.addSchema(byName(schema), name);
  const compiled = new Map<Schema, ValidateFunction>();
  const validatorOf = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(byName(schema));
    compiled.set(schema, known);
    return known;
  };
  return {
    operations: operationsOf(document),
    resolve: (schema) => resolve(document, schema),
    faults(schema, value) {
      const validate = validatorOf(schema);
      return validate(value)
        ? []
        : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}

function operationsOf(document: Json): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (operation.parameters ?? []).map((parameter: Json) => resolve(document, parameter)),
      bodies: schemasOf(operation.requestBody?.content ?? {}),
      responses: Object.fromEntries(
        Object.entries<Json>(operation.responses).map(([status, response]) => [
          status,
          { headers: {}, content: {}, ...resolve(document, response) },
        ]),
      ),
    })),
  );
}

/** Media type → schema. */
export const schemasOf = (content: Json): Record<string, Schema> =>
  Object.fromEntries(Object.entries<Json>(content).map(([type, { schema }]) => [type, schema]));

function resolve(document: Json, value: Json): Json {
  if (typeof value?.$ref !== 'string') return value;
  const path = value.$ref.replace('#/', '').split('/');
  return resolve(
    document,
    path.reduce((at: Json, key: string) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], document),
  );
}

/** With each `$ref` to a component as ajv knows that one. */
function byName(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' ? value.replace('#/components/schemas/', '') : value,
  );
}
