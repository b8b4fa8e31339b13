import fc from 'fast-check';
import type { ApiRequest, Edit } from './requests.ts';

/** Changes to all of a request but its body. Each is a value that says its name, so that a failure can be read. */

const edit = (name: string, apply: Edit['apply'], refused = false): Edit => ({ name, apply, refused });

const withHeader = (name: string, value: string, refused = false): Edit =>
  edit(
    `${name}: ${value.slice(0, 60)}`,
    (request) => ({ ...request, headers: { ...request.headers, [name]: value } }),
    refused,
  );

/** Header → values that are wrong, strange or merely unusual. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: [
    'text/html',
    'application/json;q=0',
    'application/json;q=2',
    ';;;',
    '*',
    'a/b, */*;q=0.1',
    'text/csv',
    '\xff',
    '',
  ],
  'accept-encoding': ['gzip', 'br;q=1, identity;q=0', '*;q=0', ',,'],
  'content-type': [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json;charset="utf-8"',
    'application/merge-patch+json',
    'application/json, text/csv',
    'APPLICATION/JSON ; a=b',
    'json',
    '/',
    '',
  ],
  'content-encoding': ['gzip', 'identity', 'br, gzip', 'x'],
  'if-match': ['*', '"x"', 'W/"1"', '"', 'x', '""', '"a", "b"', `"${'x'.repeat(4000)}"`, '\xff', ''],
  'if-none-match': ['*', '"x"', 'W/"1"', '"', 'x', '"a", W/"b", *', '"\xff"', ''],
  'idempotency-key': ['k', '"k"', 'k, k', '""', '"k', 'k"', 'a b', '\xff', 'x'.repeat(255), 'x'.repeat(256), ''],
  'if-modified-since': ['Thu, 01 Jan 1970 00:00:00 GMT', 'tomorrow'],
  authorization: ['', 'Bearer', 'Bearer x', 'Basic eDp5', 'bearer \xff', `Bearer ${'x'.repeat(6000)}`],
  'x-api-key': ['', 'x', '\xff'],
  'x-request-id': ['ok-1', 'a b', 'x'.repeat(200), '\xff'],
  range: ['bytes=0-1', 'bytes=9-1', 'x'],
  cookie: ['a=b; a=c', '='],
  origin: ['https://evil.example', 'null'],
  'x-forwarded-for': ['127.0.0.1', "' OR 1=1 --"],
  'x-http-method-override': ['DELETE'],
};

/** Those that an answer depends on come more often. */
const WEIGHTY = [
  'accept',
  'accept',
  'accept',
  'content-type',
  'content-type',
  'content-encoding',
  'if-match',
  'if-none-match',
  'idempotency-key',
];

const headers = fc
  .constantFrom(...Object.keys(HEADERS), ...WEIGHTY)
  .chain((name) => fc.constantFrom(...(HEADERS[name] ?? [])).map((value) => withHeader(name, value)));

const methods = fc
  .constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH')
  .map((method) => edit(`method ${method}`, (request) => ({ ...request, method })));

/** In place of what a path or a query parameter holds. */
const NASTY = [
  '0',
  '-1',
  '2147483648',
  '99999999999999999999',
  '1e3',
  '1.5',
  '0x1',
  '+1',
  ' 1',
  '%0a1',
  '1 OR 1=1',
  "';DROP TABLE employee;--",
  '%',
  '%25',
  '_',
  '%00',
  '%E0%A4%A',
  '%ff',
  '%ED%A0%80',
  '..%2f..',
  '.',
  '..',
  'NaN',
  'null',
  'true',
  'undefined',
  '[]',
  '{}',
  '__proto__',
  '%F0%9F%98%80',
  '%D9%A1',
  '-salary,name',
  'password',
  'salary,salary',
  '9999-99-99T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'x'.repeat(3000),
  '',
];

const nasty = fc.constantFrom(...NASTY).map((text) => text.replaceAll(/[\s"<>]/g, encodeURIComponent));

const paths = fc.oneof(
  nasty.map((text) =>
    edit(`path …/${text.slice(0, 40)}`, (r) => ({ ...r, path: r.path.replace(/[^/]*$/, () => text) })),
  ),
  fc
    .constantFrom('/', '//', '/x', '%2f', ';a=b', '.json')
    .map((tail) => edit(`path + ${tail}`, (request) => ({ ...request, path: request.path + tail }))),
  fc.constantFrom(
    edit('path in upper case', (request) => ({ ...request, path: request.path.toUpperCase() })),
    edit('path with /./', (request) => ({ ...request, path: `/.${request.path}` })),
    edit('path with //', (request) => ({ ...request, path: `/${request.path}` })),
  ),
);

const withQuery = (name: string, change: (query: string) => string, refused = false): Edit =>
  edit(`query ${name.slice(0, 60)}`, (request) => ({ ...request, query: change(request.query) }), refused);

const append = (text: string, refused = false): Edit =>
  withQuery(`+ ${text}`, (query) => (query === '' ? text : `${query}&${text}`), refused);

/** A declared parameter, by its place in the list. */
const parameterAt = ({ operation }: ApiRequest, index: number): string => {
  const names = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  return names[index % Math.max(names.length, 1)] ?? 'limit';
};

const queries = fc.oneof(
  fc
    .constantFrom('x=1', 'Limit=1', 'constructor=1', '__proto__=1', 'limit[]=1', '%F0%9F%98%80=1')
    .map((text) => append(text, true)),
  fc.constantFrom('', '&&', '=', '=1', '%', '%zz=%zz', '+', 'a'.repeat(4000)).map((text) => append(text)),
  fc.nat(20).chain((index) =>
    nasty.map(
      (value): Edit =>
        edit(`query parameter ${index} = ${value.slice(0, 40)}`, (request) => {
          const params = request.query
            .split('&')
            .filter((part) => part !== '' && !part.startsWith(`${parameterAt(request, index)}=`));
          return { ...request, query: [...params, `${parameterAt(request, index)}=${value}`].join('&') };
        }),
    ),
  ),
  fc.nat(20).map(
    (index): Edit =>
      edit(
        `query parameter ${index} twice`,
        (request) => {
          const pair = `${parameterAt(request, index)}=1`;
          return { ...request, query: `${pair}&${pair}` };
        },
        true,
      ),
  ),
);

/** One character of a cursor changed, or its end cut off. */
const cursors = fc.tuple(fc.nat(300), fc.constantFrom('A', '_', '%', '')).map(([at, by]) =>
  withQuery(`cursor tampered at ${at} with ${by}`, (query) =>
    query.replace(/(?<=cursor=)[^&]+/, (cursor) => {
      const place = at % cursor.length;
      return by === '' ? cursor.slice(0, place) : cursor.slice(0, place) + by + cursor.slice(place + 1);
    }),
  ),
);

export const targetEdits: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: headers },
  { weight: 2, arbitrary: queries },
  ...[methods, paths, cursors].map((arbitrary) => ({ weight: 1, arbitrary })),
);
