import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import type { Json } from './json-client.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

const ROWS = 100_000;
const comesAndGoes = (id: number): boolean => id % 3 === 0;

test.each(['-name', '-salary', '-salary,id'])(
  '100 000 rows by %s, while others are inserted and deleted everywhere: every row that stays comes once',
  async (sort) => {
    await app.sequelize.query(
      `TRUNCATE employee RESTART IDENTITY;
       INSERT INTO employee (name, salary, gender) SELECT md5(n::text), n % 900, '男' FROM generate_series(1, ${ROWS}) n;
       ANALYZE employee`,
    );
    const seen: number[] = [];
    const walk = new AbortController();
    const churning = (async () => {
      for (let round = 0; !walk.signal.aborted; round += 1) {
        // A third of the rows comes and goes; the others stay.
        await app.sequelize.query(
          `DELETE FROM employee WHERE id % 3 = 0 AND id % 500 = ${round % 500};
           INSERT INTO employee (id, name, salary, gender)
             SELECT 3 * n, 'new' || ${round} || '-' || n, random() * 900, '女' FROM generate_series(${ROWS + round * 50}, ${ROWS + round * 50 + 49}) n`,
        );
      }
      return undefined;
    })();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await app.request('GET', `/v1/employees?limit=200&sort=${sort}${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: Json) => id));
      cursor = body.nextCursor;
    }
    walk.abort();
    await churning;
    const stayed = seen.filter((id) => !comesAndGoes(id));
    expect(new Set(seen).size).toBe(seen.length);
    expect(stayed).toHaveLength(ROWS - Math.floor(ROWS / 3));
  },
  240_000,
);
