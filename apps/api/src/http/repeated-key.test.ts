import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedKey } from './repeated-key.ts';

const found = (json: string) => repeatedKey(json, JSON.parse(json));

test.each([
  ['{"a":1,"a":2}', ['a']],
  ['{"a":{"b":1,"b":2}}', ['a', 'b']],
  ['[{},{"a":[0,{"x":1,"x":1}]}]', [1, 'a', 1, 'x']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ['{"a":1,"b":{"a":1},"c":["a","a"]}', undefined],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}', undefined],
  ['{"a":"\\\\","b":":","c":"a"}', undefined],
  ['"a:a"', undefined],
  ['1', undefined],
])('%s', (json, path) => expect(found(json)).toEqual(path));

test('finds none in what JSON.stringify writes, however long, and refuses what is too deep', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => found(JSON.stringify(value, null, 1)) === undefined));
  expect(found(JSON.stringify('\\"'.repeat(500_000)))).toBeUndefined();
  expect(found('['.repeat(64) + ']'.repeat(64))).toBeUndefined();
  expect(() => found('['.repeat(200_000) + ']'.repeat(200_000))).toThrow('more than 64 levels');
});
