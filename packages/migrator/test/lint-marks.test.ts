import { describe, expect, test } from 'vitest';
import { findingsOf } from './lint-findings.ts';

const short = async (file: string): Promise<string[]> =>
  (await findingsOf(file)).map(({ line, code, accepted }) => `${line} ${code}${accepted ? ' accepted' : ''}`);

const up = (...lines: string[]): string => ['-- migrate:up', ...lines].join('\n');

describe('a comment above a statement', () => {
  test.each<[string, string[], string[]]>([
    ['tells its hazard once', ['-- hazard: data-loss x', 'DROP TABLE t;'], ['2 data-loss']],
    ['is signed', ['-- accepted: data-loss x', 'DROP TABLE t;'], ['2 data-loss accepted']],
    ['is signed without a word', ['-- accepted: data-loss', 'DROP TABLE t;'], ['2 data-loss accepted']],
    ['needs no blank', ['--accepted:\tdata-loss  x', 'DROP TABLE t;'], ['2 data-loss accepted']],
    ['may be indented', ['  -- accepted: data-loss x', '  DROP TABLE t;'], ['2 data-loss accepted']],
    [
      'stands among others',
      ['-- accepted: data-loss x', '-- because', '/* of\n that */', 'DROP TABLE t;'],
      ['2 data-loss accepted'],
    ],
    [
      'is of another code',
      ['-- accepted: blocks-reads x', 'DROP TABLE t;'],
      ['2 blocks-reads accepted', '3 data-loss'],
    ],
    ['tells what nobody can find', ['-- hazard: time-zone x', 'SELECT f();'], ['2 time-zone']],
    [
      'is signed for one of two codes',
      ['-- accepted: blocks-reads x', 'ALTER TABLE t ADD UNIQUE (a);'],
      ['2 blocks-reads accepted', '3 fails-on-duplicates'],
    ],
    [
      'is signed and not signed',
      ['-- accepted: data-loss x', '-- hazard: data-loss x', 'DROP TABLE t;'],
      ['2 data-loss accepted', '3 data-loss'],
    ],
    [
      'is signed for one of two of a code',
      ['-- accepted: data-loss a has been empty', 'ALTER TABLE t DROP COLUMN a, DROP COLUMN b;'],
      ['2 data-loss accepted', '3 data-loss'],
    ],
    [
      'is signed for each of two of a code',
      ['-- accepted: data-loss x', '-- accepted: data-loss y', 'ALTER TABLE t DROP COLUMN a, DROP COLUMN b;'],
      ['2 data-loss accepted', '3 data-loss accepted'],
    ],
    [
      'is apart from it by a blank line',
      ['-- accepted: data-loss x', '', 'DROP TABLE t;'],
      ['2 data-loss accepted', '4 data-loss'],
    ],
    [
      'is about the next one only',
      ['-- accepted: data-loss x', 'DROP TABLE t;', 'DROP TABLE u;'],
      ['2 data-loss accepted', '4 data-loss'],
    ],
    [
      'is about the first of its line',
      ['-- accepted: data-loss x', 'DROP TABLE t; DROP TABLE u;'],
      ['2 data-loss accepted', '3 data-loss'],
    ],
    [
      'stands below the end of another statement',
      ['SELECT 1', '-- accepted: data-loss x', '; DROP TABLE t;'],
      ['3 data-loss accepted', '4 data-loss'],
    ],
    ['stands inside of it', ['DROP TABLE', '-- accepted: data-loss x', 't;'], ['2 data-loss', '3 data-loss accepted']],
  ])('%s', async (_name, lines, found) => {
    expect(await short(up(...lines))).toEqual(found);
  });

  test('tells of the hazard that has its words, and twice of none', async () => {
    const both = 'ALTER TABLE t DROP COLUMN a, DROP COLUMN b;';
    const [first, second] = await findingsOf(up(both));
    const open = async (...marks: (string | undefined)[]): Promise<string[]> => {
      const found = await findingsOf(up(...marks.map((text) => `-- accepted: data-loss ${text}`), both));
      return found.flatMap(({ accepted, text }) => (accepted ? [] : [text]));
    };
    expect(await open(second?.text)).toEqual([first?.text]);
    expect(await open(second?.text, second?.text)).toEqual([first?.text]);
    expect(await open('x', second?.text)).toEqual([]);
  });

  test('keeps its words', async () => {
    const [finding] = await findingsOf(up('-- accepted: data-loss 员工 -- it"s $$ 😀  ', 'DROP TABLE "员工"";"'));
    expect(finding).toEqual({ line: 2, code: 'data-loss', text: '员工 -- it"s $$ 😀', accepted: true });
  });
});

describe('what only looks like one', () => {
  test.each([
    `SELECT '\n-- hazard: data-loss x\n';`,
    'SELECT $$\n-- hazard: data-loss x\n$$;',
    'SELECT $a$\n-- accepted: nonsense x\n$a$;',
    `SELECT E'\\'\n-- hazard: data-loss x\n';`,
    'SELECT 1 AS "\n-- hazard: data-loss x\n";',
    '-- a hazard to nobody\nSELECT 1;',
    '-- accepted by everybody: data\nSELECT 1;',
    '-- no data-loss here\nSELECT 1;',
  ])('%s', async (sql) => {
    expect(await findingsOf(up(sql))).toEqual([]);
  });

  test('an accepted hazard in a string signs nothing', async () => {
    expect(await short(up(`SELECT '`, `-- accepted: data-loss x`, `'; DROP TABLE t;`))).toEqual(['4 data-loss']);
    expect(await short(up('SELECT $$', '-- accepted: data-loss x', '$$;', 'DROP TABLE t;'))).toEqual(['5 data-loss']);
  });
});

describe('what is nearly one is refused', () => {
  test.each([
    ['-- Accepted: data-loss x', 'nearly a hazard line'],
    ['-- ACCEPTED: data-loss x', 'nearly a hazard line'],
    ['-- accepted : data-loss x', 'nearly a hazard line'],
    ['-- accepted data-loss x', 'nearly a hazard line'],
    ['-- acepted: data-loss x', 'nearly a hazard line'],
    ['-- approved: data-loss x', 'nearly a hazard line'],
    ['--- accepted: data-loss x', 'nearly a hazard line'],
    ['/* accepted: data-loss x */', 'nearly a hazard line'],
    ['/* x\n * hazard: data-loss x */', 'nearly a hazard line'],
    ['-- accepted: dataloss x', 'no code of a hazard'],
    ['-- accepted: data-loss, blocks-reads', 'no code of a hazard'],
    ['-- accepted:', 'nearly a hazard line'],
    ['SELECT 1; -- accepted: data-loss x', 'stands behind a statement'],
  ])('%s', async (line, why) => {
    await expect(findingsOf(up('SELECT 1;', line, 'DROP TABLE t;'))).rejects.toMatchObject({
      code: 'MIGRATION_FILE_INVALID',
      file: '2.sql',
      line: 3,
      reason: expect.stringContaining(why) as string,
    });
  });
});

describe('the text of a file', () => {
  test('line ends of Windows and a byte order mark change nothing', async () => {
    const file = up('-- accepted: data-loss x', 'DROP TABLE t;', 'DROP TABLE u;');
    expect(await findingsOf(`\uFEFF${file.replaceAll('\n', '\r\n')}`)).toEqual(await findingsOf(file));
  });

  test('a lone carriage return ends a comment, as it does for PostgreSQL', async () => {
    await expect(findingsOf(up('-- accepted: data-loss x\rDROP TABLE t;'))).rejects.toMatchObject({ line: 2 });
    expect(await short(up('-- x\rDROP TABLE t;'))).toEqual(['2 data-loss']);
  });

  test('lines count behind letters of several bytes', async () => {
    expect(await short(up(`SELECT '员工😀';`, '/* 😀', '*/ DROP TABLE "员工";', '-- hazard: data-loss 😀'))).toEqual([
      '4 data-loss',
      '5 data-loss',
    ]);
  });

  test('two statements on one line', async () => {
    expect(await short(up('DROP TABLE t; TRUNCATE u;'))).toEqual(['2 data-loss', '2 data-loss']);
  });

  test('nothing, or comments only', async () => {
    expect(await findingsOf('-- migrate:up\n\n-- migrate:down\n')).toEqual([]);
    expect(await short(up('-- hazard: data-loss x'))).toEqual(['2 data-loss']);
  });

  test('what PostgreSQL can’t read is refused with its line', async () => {
    await expect(findingsOf(up(`SELECT '员工😀';`, '', 'DROP TABEL t;'))).rejects.toMatchObject({
      code: 'MIGRATION_FILE_INVALID',
      line: 4,
      reason: 'syntax error at or near "TABEL"',
    });
    await expect(findingsOf(up('SELECT 1;', `SELECT 'x`))).rejects.toMatchObject({ line: 3 });
  });
});
