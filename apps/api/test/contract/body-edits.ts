import fc from 'fast-check';
import type { Edit } from './requests.ts';

/** Changes to a body: as the value that it is, as text, and as bytes. */

const edit = (name: string, change: (body: Buffer) => Buffer, refused = false): Edit => ({
  name: `body ${name}`,
  refused,
  apply: (request) => (request.body === undefined ? request : { ...request, body: change(request.body) }),
});

type JsonObject = Record<string, unknown>;

/** Where the body is a JSON object, or many of them, another one in place of the first. */
const editObject = (name: string, change: (value: JsonObject) => unknown): Edit =>
  edit(name, (body) => {
    const text = body.toString();
    const lines = text.split('\n');
    return Buffer.from(
      changedJson(text, change) ?? [changedJson(lines[0] ?? '', change) ?? lines[0], ...lines.slice(1)].join('\n'),
    );
  });

/** None where it is no JSON. */
function changedJson(text: string, change: (value: JsonObject) => unknown): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const changed = Array.isArray(value)
      ? [change(value[0] as JsonObject), ...value.slice(1)]
      : change(value as JsonObject);
    return JSON.stringify(changed);
  } catch {
    return undefined;
  }
}

/** In place of a field, whatever it is. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2147483648,
  -2147483649,
  1e300,
  5e-324,
  99999999.99,
  100000000,
  0.001,
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'NaN',
  '99999999.999',
  '١',
  'a\0b',
  '\ud83d',
  '\ufeff',
  '😀'.repeat(40),
  '😀'.repeat(41),
  'x'.repeat(41),
  'e\u0301\u202e',
  '=1+1',
  '2024-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-01:00',
  '男女',
  [],
  {},
  [[]],
  { $ne: null },
];

const keyAt = (value: JsonObject, index: number): string =>
  Object.keys(value)[index % Math.max(Object.keys(value).length, 1)] ?? 'name';

const fields = fc.oneof(
  fc.tuple(fc.nat(20), fc.constantFrom(...NASTY)).map(([index, nasty]) =>
    editObject(`field ${index} = ${JSON.stringify(nasty).slice(0, 40)}`, (value) => ({
      ...value,
      [keyAt(value, index)]: nasty,
    })),
  ),
  fc
    .nat(20)
    .map((index) =>
      editObject(`without field ${index}`, (value) =>
        Object.fromEntries(Object.entries(value).filter(([key]) => key !== keyAt(value, index))),
      ),
    ),
  fc
    .constantFrom('id', 'x', '', 'constructor', 'toString', 'Name', 'is_leave', '😀')
    .map((key) => editObject(`field ${key} too many`, (value) => ({ ...value, [key]: 1 }))),
  fc
    .constantFrom<(value: JsonObject) => unknown>(
      (value) => [value],
      () => null,
      () => 'x',
      () => 1,
      () => ({}),
      () => [],
    )
    .map((change) => editObject(`is ${JSON.stringify(change({ '…': 1 }))}`, change)),
);

const text = (name: string, change: (text: string) => string, refused = false): Edit =>
  edit(name, (body) => Buffer.from(change(body.toString())), refused);

const texts = fc.constantFrom(
  text('__proto__', (json) => json.replace(/^\{/, '{"__proto__":{"x":1},'), false),
  text('a key twice', (json) => json.replace(/^\{("(?:[^"\\]|\\.)*":)/, '{$1null,$1')),
  text('1e999', (json) => json.replace(/:\d+/, ':1e999')),
  text('a number of 5000 digits', (json) => json.replace(/:\d+/, () => `:${'9'.repeat(5000)}`)),
  text('+ }', (json) => `${json}}`),
  text('+ a space', (json) => `${json} `),
  text('byte order mark', (json) => `\ufeff${json}`),
  text('NaN', () => 'NaN'),
  text('nothing', () => ''),
  text('64 levels', () => '['.repeat(64) + ']'.repeat(64)),
  text('65 levels', () => '['.repeat(65) + ']'.repeat(65)),
  text('3000 levels', () => '['.repeat(3000)),
  text('two lines', (json) => `${json}\n${json}`),
  text('CR LF', (json) => json.replaceAll('\n', '\r\n')),
  text('blank lines', (json) => `\n\n${json}\n\n`),
  text('a column of another name', (csv) => csv.replace('"name"', '"nick"')),
  text('a column less', (csv) => csv.replaceAll(/^"[^"]*",/gm, '')),
  text('a cell too many', (csv) => csv.replace(/\r\n$/, ',"x"\r\n')),
  text('a quote within a cell', (csv) => csv.replace(/,"/, ',x"')),
  text('a head alone', (csv) => csv.replace(/\r\n[^]*/, '\r\n')),
  text('a line of 70 000', (lines) => `${lines}${'x'.repeat(70_000)}`),
  text('"', (json) => `${json}"`),
  text(',', (json) => `${json},`),
);

const bytes = fc.oneof(
  fc.nat(2000).map((at) => edit(`cut at ${at}`, (body) => body.subarray(0, at % Math.max(body.length, 1)))),
  fc.tuple(fc.nat(2000), fc.nat(255)).map(([at, byte]) =>
    edit(`byte ${at} = ${byte}`, (body) => {
      const changed = Buffer.from(body);
      changed[at % Math.max(body.length, 1)] = byte;
      return changed;
    }),
  ),
  fc.constant(edit('too large', (body) => Buffer.concat([body, Buffer.alloc(TOO_LARGE, ' ')]))),
);

/** Past the limit that the app under test has. */
export const TOO_LARGE = 20_000;

/** A body where none is expected. */
const surplus = fc.constantFrom('{}', 'x', '{"name":"x"}').map(
  (content): Edit => ({
    name: `body ${content} where there may be none`,
    apply: (request) => (request.body === undefined ? { ...request, body: Buffer.from(content) } : request),
  }),
);

const absent = fc.constant<Edit>({ name: 'no body', apply: (request) => ({ ...request, body: undefined }) });

export const bodyEdits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fields },
  { weight: 3, arbitrary: texts },
  { weight: 3, arbitrary: bytes },
  { weight: 1, arbitrary: absent },
  { weight: 1, arbitrary: surplus },
);
