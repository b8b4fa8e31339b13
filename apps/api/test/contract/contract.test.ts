import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../json-client.ts';
import { unmet } from './coverage.ts';
import { type Contract, contractOf } from './document.ts';
import { fuzz, type Tally } from './fuzz.ts';
import { type Subject, startSubject } from './subject.ts';

/** On a machine with much else to do. */
const PATIENCE_MS = 300_000;

let subject: Subject;
beforeAll(async () => void (subject = await startSubject()));
afterAll(() => subject.close());

test(
  '5 000 requests, valid and invalid, get what the document says, and meet all that it says',
  async () => {
    const contract = contractOf(subject.document);
    const isEnough = (tally: Tally): boolean => unmet(contract, tally).length === 0;
    const tally = await fuzz({ ...subject, contract, requests: 5000, isEnough });
    expect(unmet(contract, tally)).toEqual([]);
  },
  PATIENCE_MS,
);

/** What the fuzzer says of the same server under a document with a lie in it. */
async function liesIn(lie: (changed: Json) => void, isQuick = true): Promise<string> {
  const changed = structuredClone(subject.document);
  lie(changed);
  const contract: Contract = contractOf(changed);
  return fuzz({ ...subject, contract, requests: 20_000, isQuick }).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

describe('the fuzzer finds', () => {
  const create = (changed: Json): Json => changed.paths['/v1/employees'].post;
  const schemas = (changed: Json): Json => changed.components.schemas;

  test.each<[string, (changed: Json) => void, RegExp]>([
    ['a status that is not documented', (it) => delete create(it).responses[409], /status 409 is not documented/],
    [
      'a header that is missing',
      (it) => (create(it).responses[201].headers.age = { required: true, schema: {} }),
      /age is missing/,
    ],
    [
      'a header that is not documented',
      (it) => delete create(it).responses[201].headers.location,
      /location is not documented/,
    ],
    [
      'a problem that is not documented',
      (it) => (document409(create(it)).examples = {}),
      /name-taken is not documented/,
    ],
    [
      'a media type that is not documented',
      (it) => (create(it).responses[422].content = { 'text/csv': {} }),
      /media type application\/problem\+json/,
    ],
    [
      'a body that does not fit',
      (it) => (schemas(it).Employee.properties.salary = { type: 'number' }),
      /salary must be number/,
    ],
    [
      'a valid request that is refused',
      (it) => (schemas(it).NewEmployee.properties.name.maxLength = 50),
      /what fits the document is refused/,
    ],
    ['an invalid request that is taken', requireAll, /what does not fit the document is taken/],
  ])('%s', async (_what, lie, found) => expect(await liesIn(lie)).toMatch(found), PATIENCE_MS);

  test(
    'and says the seed and the request, as small as it fails',
    async () => {
      const words = await liesIn((changed) => delete create(changed).responses[201], false);
      expect(words).toMatch(/^CONTRACT_SEED=\d+: status 201 is not documented for createEmployee\n/);
      expect(words).toMatch(/\n {2}curl -X POST '\/v1\/employees' .*\n {2}201 \{"id":/);
    },
    PATIENCE_MS,
  );
});

/** That fields have to be given which need not. */
function requireAll({ components: { schemas } }: Json): void {
  for (const name of ['NewEmployee', 'EmployeeChanges']) schemas[name].required = Object.keys(schemas[name].properties);
}

const document409 = (operation: Json): Json => operation.responses[409].content['application/problem+json'];
