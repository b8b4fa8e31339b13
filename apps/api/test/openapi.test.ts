import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeDocument } from '../src/dev/client-schema.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { type Contract, contractOf } from './contract/document.ts';
import type { Json } from './json-client.ts';

let app: AppUnderTest;
let served: Json;
beforeAll(async () => {
  app = await startApp();
  served = (await app.request('GET', '/openapi.json')).body;
});
afterAll(() => app.close());

const run = promisify(execFile);
const REDOCLY = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What Redocly's recommended rules find in a document, warnings too. */
async function lint(document: Json): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-openapi-'));
  try {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
    const flags = ['lint', 'openapi.json', '--extends=recommended', '--format=json'];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
    // It ends with 1 where there are errors.
    const { stdout } = await run(process.execPath, [REDOCLY, ...flags], { cwd: folder, env }).catch(
      (error: { stdout: string }) => error,
    );
    const found: Json = JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1));
    return found.problems.map((it: Json) => `${it.severity} ${it.ruleId} ${it.location[0]?.pointer}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Example {
  where: string;
  schema: Json;
  value: unknown;
}

/** Each media type of each operation, with its examples. */
function mediaTypes(document: Json): { where: string; media: Json }[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).flatMap(([method, { requestBody, responses }]) => {
      const contents: [string, Json][] = Object.entries<Json>(responses).map(([status, { content }]) => [
        status,
        content,
      ]);
      return [['request', requestBody?.content] as [string, Json], ...contents].flatMap(([part, content]) =>
        Object.entries<Json>(content ?? {}).map(([type, media]) => ({
          where: `${method} ${path} ${part} ${type}`,
          media,
        })),
      );
    }),
  );
}

const examplesOf = ({ where, media }: { where: string; media: Json }): Example[] =>
  media.example === undefined
    ? Object.entries<Json>(media.examples ?? {}).map(([name, { value }]) => ({
        where: `${where} ${name}`,
        schema: media.schema,
        value,
      }))
    : [{ where, schema: media.schema, value: media.example }];

describe.each([
  ['as it is served here', () => served],
  ['of a server with keys, tokens and a limit', (): Json => JSON.parse(JSON.stringify(wholeDocument()))],
])('the document, %s,', (_which, documentOf) => {
  let document: Json;
  let contract: Contract;
  let parameters: Json[];
  beforeAll(() => {
    document = documentOf();
    contract = contractOf(document);
    parameters = contract.operations.flatMap((operation) => operation.parameters);
  });

  test('lints clean', async () => expect(await lint(document)).toEqual([]));

  test('has an example of each request and each answer, and each one fits its schema', () => {
    expect(
      mediaTypes(document)
        .filter((each) => examplesOf(each).length === 0)
        .map(({ where }) => where),
    ).toEqual([]);
    const examples = mediaTypes(document).flatMap(examplesOf);
    expect(examples.length).toBeGreaterThan(40);
    const wrong = examples.flatMap(({ where, schema, value }) =>
      typeof value === 'string' ? [] : contract.faults(schema, value).map((fault) => `${where}: ${fault}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has an example for each problem where a status has several', () => {
    const examplesFor = (path: string, status: number): Json =>
      document.paths[path].post.responses[status].content['application/problem+json'].examples;
    const unavailable = Object.keys(examplesFor('/v1/employees/import', 503));
    expect(unavailable).toEqual(expect.arrayContaining(['imports-busy', 'database-unavailable']));
    expect(examplesFor('/v1/employees', 409)['name-taken'].value).toMatchObject({
      type: 'urn:roster:problem:name-taken',
      status: 409,
      instance: '/v1/employees',
      errors: [{ loc: ['body', 'name'], type: 'unique' }],
    });
  });

  test('describes each parameter, with an example that fits and that nothing fills in unasked', () => {
    expect(parameters.length).toBeGreaterThan(10);
    const wrong = parameters.filter(
      ({ description, required, example, schema }) =>
        !description ||
        (required ? example : schema.examples?.[0]) === undefined ||
        (!required && example !== undefined),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    for (const { schema, example = schema.examples[0] } of parameters)
      expect(contract.faults(schema, example)).toEqual([]);
  });

  test('describes each tag, each operation and each header', () => {
    const used = Object.values<Json>(document.paths).flatMap((item) =>
      Object.values<Json>(item).flatMap(({ tags }) => tags),
    );
    expect(document.tags.map(({ name }: Json) => name)).toEqual([...new Set(used)]);
    for (const { name, description } of document.tags) expect(description).not.toBe(name);
    const headers = contract.operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap((it) => Object.values<Json>(it.headers)),
    );
    for (const { description } of headers) expect(description).toMatch(/\w{3}/);
  });

  test('names no host: what it describes is where it came from', () => {
    expect(document.servers).toEqual([{ url: '/', description: 'This server' }]);
    expect(JSON.stringify(document)).not.toMatch(/https?:\/\//);
  });
});

test('the linter finds what is wrong', async () => {
  const { license, ...info } = served.info;
  expect(license.name).toBe('MIT');
  expect(await lint({ ...served, info })).toEqual(['warn info-license #/info']);
});
