import fc from 'fast-check';
import type { Contract, Operation, Parameter, Schema } from './document.ts';
import { recalled, type Seen } from './seen.ts';
import { encoded, isStream, recordOf, rowsOf } from './streams.ts';
import { recall, valuesOf } from './values.ts';

/** What the document promises of an answer: that a request which fits is taken, and one which does not is refused. */
export type Expected = 'accepted' | 'refused' | 'anything';

/** A request as it goes out. */
export interface ApiRequest {
  operation: Operation;
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  expected: Expected;
}

/** A change to a request that is ready: how invalid ones are made of valid ones. */
export interface Edit {
  name: string;
  /** Whether what comes out can't be right, whatever it was before. */
  refused?: boolean;
  apply(request: ApiRequest): ApiRequest;
}

/** Who asks: what says so, and whether everything is allowed to them. */
export interface Caller {
  headers: Record<string, string>;
  mayAll: boolean;
}

/** Where nobody is asked who they are. */
export const ANYONE: Caller = { headers: {}, mayAll: true };

/** Values that fit the document, before what is recalled is filled in. */
export interface Draft {
  caller: Caller;
  operation: Operation;
  values: Record<Parameter['in'], Record<string, unknown>>;
  accept: string | undefined;
  body: { type: string; value: unknown } | undefined;
  edits: Edit[];
}

/** Valid requests for an operation, by any of the callers; mostly by those who may. */
export function draftsOf(
  contract: Contract,
  operation: Operation,
  callers: readonly Caller[] = [ANYONE],
): fc.Arbitrary<Draft> {
  const parametersIn = (place: Parameter['in']) => {
    const found = operation.parameters.filter((parameter) => parameter.in === place);
    return fc.record(Object.fromEntries(found.map((parameter) => [parameter.name, parameterOf(contract, parameter)])), {
      requiredKeys: found.filter(({ required }) => required).map(({ name }) => name),
      noNullPrototype: true,
    });
  };
  return fc.record({
    caller: fc.oneof(...callers.map((caller) => ({ weight: caller.mayAll ? 12 : 1, arbitrary: fc.constant(caller) }))),
    operation: fc.constant(operation),
    values: fc.record({ path: parametersIn('path'), query: parametersIn('query'), header: parametersIn('header') }),
    accept: fc.constantFrom(undefined, undefined, '*/*', ...successTypes(operation)),
    body: bodyOf(contract, operation),
    edits: fc.constant<Edit[]>([]),
  });
}

function parameterOf(contract: Contract, { name, schema, in: place }: Parameter): fc.Arbitrary<unknown> {
  const fresh = valuesOf(contract, schema);
  return place === 'path' || isRecalledOnly(name)
    ? fc.oneof(
        { weight: 9, arbitrary: recall(name, fresh) },
        { weight: isRecalledOnly(name) ? 0 : 1, arbitrary: fresh },
      )
    : fresh;
}

/** Opaque to a client: only the server makes them. */
const isRecalledOnly = (name: string): boolean => name === 'cursor' || isCondition(name);
const isCondition = (name: string): boolean => /^if-(none-)?match$/i.test(name);

function bodyOf(contract: Contract, { bodies }: Operation): fc.Arbitrary<Draft['body']> {
  const types = Object.entries(bodies);
  if (types.length === 0) return fc.constant(undefined);
  return fc.oneof(
    ...types.map(([type, schema]) => {
      const value = isStream(type) ? rowsOf(contract, recordOf(bodies)) : valuesOf(contract, schema);
      return fc.record({ type: fc.constant(type), value });
    }),
  );
}

const successTypes = ({ responses }: Operation): string[] =>
  Object.entries(responses).flatMap(([status, { content }]) => (status.startsWith('2') ? Object.keys(content) : []));

/** The draft with what was seen in it, its edits done. */
export function rendered(draft: Draft, seen: Seen, contract: Contract): ApiRequest {
  const { caller, operation, values, edits } = draft;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name) =>
    encodeURIComponent(String(recalled(values.path[name], seen))),
  );
  const query = queryOf(values.query, seen);
  const fitting: ApiRequest = {
    operation,
    method: operation.method,
    path,
    query,
    headers: headersOf(draft, seen, query === '' ? path : `${path}?${query}`),
    body: draft.body && encode(draft.body.type, recalled(draft.body.value, seen)),
    expected: caller.mayAll ? 'accepted' : 'anything',
  };
  const edited = edits.reduce(editedBy, fitting);
  return { ...edited, expected: expectedOf(edited, fitting, contract) };
}

function editedBy(request: ApiRequest, edit: Edit): ApiRequest {
  const after = edit.apply(request);
  if (after === request) return request;
  return { ...after, expected: edit.refused || request.expected === 'refused' ? 'refused' : 'anything' };
}

/** With a cursor, the query of the page that it came from. */
function queryOf(values: Record<string, unknown>, seen: Seen): string {
  const { cursor, ...others } = values;
  const page = cursor === undefined ? undefined : seen.page((cursor as { index: number }).index);
  const params = new URLSearchParams(page?.query);
  if (page === undefined) {
    for (const [name, value] of Object.entries(others)) params.set(name, String(recalled(value, seen)));
  } else {
    params.set('cursor', page.cursor);
  }
  return params.toString();
}

function headersOf({ caller, values, accept, body }: Draft, seen: Seen, target: string): Record<string, string> {
  const headers: Record<string, string> = {
    ...caller.headers,
    ...(accept !== undefined && { accept }),
    ...(body !== undefined && { 'content-type': body.type }),
  };
  for (const [name, value] of Object.entries(values.header)) {
    const text = isCondition(name) ? seen.etagOf(target) : String(recalled(value, seen));
    if (text !== undefined) headers[name.toLowerCase()] = text;
  }
  return headers;
}

const encode = (type: string, value: unknown): Buffer =>
  Buffer.from(isStream(type) ? encoded(type, value as Record<string, unknown>[]) : JSON.stringify(value));

/** An edit may have made something else of the request, or a body that does not fit its schema. */
function expectedOf(edited: ApiRequest, fitting: ApiRequest, contract: Contract): Expected {
  if (edited.method !== fitting.method || edited.path !== fitting.path) return 'anything';
  if (edited.expected !== 'anything') return edited.expected;
  const type = edited.headers['content-type'] ?? '';
  const schema = edited.operation.bodies[type];
  // What a changed stream holds is for the server to say: blank lines, cells in quotes, rows that contradict each other.
  return schema === undefined || isStream(type) || fits(contract, schema, edited.body) ? 'anything' : 'refused';
}

/** A byte order mark may be ignored (RFC 8259 §8.1), and is; what is no UTF-8 is no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function fits(contract: Contract, schema: Schema, body: Buffer | undefined): boolean {
  try {
    return contract.faults(schema, JSON.parse(utf8.decode(body))).length === 0;
  } catch {
    return false;
  }
}

/** As a person would type it, to see an answer again. */
export function asCommand({ method, path, query, headers, body }: ApiRequest): string {
  const flags = Object.entries(headers).map(([name, value]) => ` -H ${JSON.stringify(`${name}: ${value}`)}`);
  const text = body === undefined ? '' : ` --data-binary ${JSON.stringify(body.toString('latin1')).slice(0, 600)}`;
  return `curl -X ${method} '${path}${query && `?${query}`}'${flags.join('')}${text}`;
}
