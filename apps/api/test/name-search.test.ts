import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Json } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

/** Few characters, so that texts are often in names; what separates pieces in the index is among them. */
const text = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom('|', '/', 'a', 'B', 'É', '李', '雷', '😀', '%', '_', '\\', "'", '\n', ' '),
    minLength: 1,
    maxLength,
  });

const isIn = (name: string, part: string): boolean => name.toLowerCase().includes(part.toLowerCase());

async function fillWith(names: readonly string[]): Promise<void> {
  await app.sequelize.query('TRUNCATE employee');
  const rows = `INSERT INTO employee (name, salary, gender) SELECT name, 1, '男' FROM unnest(ARRAY[:names]) AS name`;
  await app.sequelize.query(rows, { replacements: { names } });
}

const found = async (q: string): Promise<string[]> => {
  const { body } = await app.request('GET', `/v1/employees?limit=200&sort=name&q=${encodeURIComponent(q)}`);
  return body.items.map(({ name }: Json) => name);
};

// The condition that the index answers is tested with each row, whether PostgreSQL takes the index or not.
test('q finds exactly the names that contain it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(text(12), { minLength: 1, maxLength: 40 }),
      fc.array(text(5)),
      async (names, parts) => {
        await fillWith(names);
        for (const part of [
          ...parts,
          ...names.slice(0, 3).map((name) => Array.from(name).slice(1, 6).join('') || name),
        ]) {
          expect(new Set(await found(part))).toEqual(new Set(names.filter((name) => isIn(name, part))));
        }
      },
    ),
    { numRuns: 60 },
  );
});
