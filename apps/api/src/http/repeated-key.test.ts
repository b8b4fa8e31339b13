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
  ['{"a" :1,"a"\t:2}', ['a']],
  ['{"a" :":",":b":1,"a":" :"}', ['a']],
  ['{"a":"::"," :b":"2026-01-31T01:00:00Z"}', undefined],
  ['{"a":"\\":","\\"":1}', undefined],
  ['1', undefined],
])('%s', (json, path) => expect(found(json)).toEqual(path));

test('finds none in what JSON.stringify writes, however long, and refuses what is too deep', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => found(JSON.stringify(value, null, 1)) === undefined));
  expect(found(JSON.stringify('\\"'.repeat(500_000)))).toBeUndefined();
  expect(found('['.repeat(64) + ']'.repeat(64))).toBeUndefined();
  expect(() => found('['.repeat(200_000) + ']'.repeat(200_000))).toThrow('more than 64 levels');
});

test('finds the first key that stands twice, wherever there is white space and whatever is in the strings', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ':', '"', '\\', ' ', ',', '{') });
  const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 2 });
  const members = fc.array(fc.tuple(text, space, space, text), { maxLength: 4 });
  fc.assert(
    fc.property(members, (pairs) => {
      const keys = pairs.map(([key]) => key);
      const twice = keys.find((key, at) => keys.indexOf(key) < at);
      const json = pairs.map(([key, before, after, value]) =>
        [JSON.stringify(key), before, ':', after, JSON.stringify(value)].join(''),
      );
      expect(found(`{${json.join()}}`)).toEqual(twice === undefined ? undefined : [twice]);
    }),
    { numRuns: 5000 },
  );
});
