import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { pipeline } from 'node:stream/promises';
import { type EmployeeChanges, isChanges, isNewEmployee, type NewEmployee } from './employee.ts';
import { isListQuery, type ListQuery, readListQuery } from './list-query.ts';
import { readBatches } from './ndjson.ts';
import { listen } from './serve.ts';

/** Answers as JSON text; undefined for an employee that is not there. */
export interface BareStore {
  one(id: number): Promise<string | undefined>;
  list(query: ListQuery): Promise<string>;
  create(employee: NewEmployee): Promise<{ id: number; json: string }>;
  patch(id: number, changes: EmployeeChanges): Promise<string | undefined>;
  bulk(employees: NewEmployee[]): Promise<string>;
  export(): AsyncIterable<string>;
  /** In one transaction. @returns how many rows */
  import(batches: AsyncIterable<NewEmployee[]>): Promise<number>;
}

const COLLECTION = '/v1/employees';

/** node:http and nothing else: the path told apart by hand, a body read and parsed, a few checks of what it holds. */
export function serveBare(store: BareStore): void {
  const answer = answerer(store);
  listen(createServer((req, res) => void answer(req, res).catch((error: unknown) => fail(res, error))));
}

const answerer =
  (store: BareStore) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = req.url ?? '';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (path === COLLECTION) {
      if (req.method === 'POST') return create(store, req, res);
      return list(store, mark < 0 ? '' : url.slice(mark + 1), res);
    }
    const rest = path.slice(COLLECTION.length + 1);
    if (rest === 'bulk') return bulk(store, req, res);
    if (rest === 'export') return download(store, res);
    if (rest === 'import') return upload(store, req, res);
    const id = Number(rest);
    if (!Number.isInteger(id)) return send(res, 404, '{}');
    return req.method === 'PATCH' ? patch(store, id, req, res) : found(res, await store.one(id));
  };

async function list(store: BareStore, search: string, res: ServerResponse): Promise<void> {
  const query = readListQuery(parse(search));
  if (!isListQuery(query)) return send(res, 422, '{}');
  send(res, 200, await store.list(query));
}

async function create(store: BareStore, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = JSON.parse(await textOf(req)) as unknown;
  if (!isNewEmployee(body)) return send(res, 422, '{}');
  const { id, json } = await store.create(body);
  res.setHeader('location', `${COLLECTION}/${id}`);
  send(res, 201, json);
}

async function patch(store: BareStore, id: number, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = JSON.parse(await textOf(req)) as unknown;
  if (!isChanges(body)) return send(res, 422, '{}');
  found(res, await store.patch(id, body));
}

async function bulk(store: BareStore, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = JSON.parse(await textOf(req)) as unknown;
  if (!Array.isArray(body) || !body.every(isNewEmployee)) return send(res, 422, '{}');
  send(res, 201, await store.bulk(body));
}

async function download(store: BareStore, res: ServerResponse): Promise<void> {
  res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  await pipeline(store.export(), res);
}

async function upload(store: BareStore, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const imported = await store.import(readBatches(req));
  send(res, 200, JSON.stringify({ imported, dryRun: false }));
}

function found(res: ServerResponse, json: string | undefined): void {
  if (json === undefined) send(res, 404, '{}');
  else send(res, 200, json);
}

function send(res: ServerResponse, status: number, json: string): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(json) };
  res.writeHead(status, headers).end(json);
}

function fail(res: ServerResponse, error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  if (res.headersSent) res.destroy();
  else send(res, error instanceof SyntaxError ? 400 : 500, '{}');
}

function textOf(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => void chunks.push(chunk));
    req.once('end', () => resolve(Buffer.concat(chunks).toString()));
    req.once('error', reject);
  });
}
