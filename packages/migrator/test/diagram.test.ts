import fc from 'fast-check';
import { DataTypes, literal, type Sequelize } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { diagram } from '../src/schema/diagram.ts';
import type { Column, Schema, Table } from '../src/schema/schema.ts';
import { draftFromModels } from '../src/sequelize/from-models.ts';
import { createProject } from './project.ts';
import { defined } from './synced.ts';

const drawn = (define: (sequelize: Sequelize) => unknown): string[] =>
  diagram(draftFromModels(defined(define)).schema)
    .split('\n')
    .map((line) => line.trim());

test('a table has its columns with type, keys and comment; an enum its values', () => {
  const lines = drawn((sequelize) => {
    const options = { schema: 'hr', tableName: 'staff', timestamps: false };
    sequelize.define(
      'boss',
      { id: { type: DataTypes.BIGINT, primaryKey: true } },
      { tableName: 'boss', timestamps: false },
    );
    sequelize.define(
      'staff',
      {
        name: { type: DataTypes.STRING(40), unique: true, comment: 'as in "the passport"' },
        salary: { type: DataTypes.DECIMAL(10, 2) },
        moods: { type: DataTypes.ARRAY(DataTypes.ENUM('good', '坏')), comment: 'of today' },
        at: { type: DataTypes.DATE, defaultValue: literal('now()') },
        bossId: { type: DataTypes.BIGINT, unique: true, references: { model: 'boss', key: 'id' } },
      },
      options,
    );
  });
  expect(lines).toEqual([
    'erDiagram',
    '"hr.staff" {',
    'integer id PK',
    'varchar(40) name UK "as in #34;the passport#34;"',
    'decimal(10-2) salary',
    'enum_staff_moods[] moods "of today: good | 坏"',
    'timestamptz at',
    'bigint bossId FK, UK',
    '}',
    '"boss" {',
    'bigint id PK',
    '}',
    '"boss" |o--o| "hr.staff" : "bossId"',
  ]);
});

describe('a foreign key', () => {
  const key = {
    name: 'k',
    columns: ['a'],
    references: { schema: 'public', name: 'parent', columns: ['id'] },
    onDelete: 'noAction',
    onUpdate: 'noAction',
  } as const;
  const column = (name: string, nullable: boolean): Column => ({ name, type: 'integer', nullable });
  const relationOf = (table: Partial<Table>): string | undefined => {
    const empty = {
      schema: 'public',
      name: 'child',
      columns: [column('a', false), column('b', false)],
      uniques: [],
      checks: [],
      exclusions: [],
      indexes: [],
    };
    return diagram({
      schemas: [],
      enums: [],
      tables: [
        {
          ...empty,
          foreignKeys: [{ ...key, columns: ['a'], references: { ...key.references, columns: ['id'] } }],
          ...table,
        },
      ],
    })
      .split('\n')
      .at(-1)
      ?.trim();
  };
  const index = { name: 'i', unique: true, method: 'btree', keys: [{ column: 'a', definition: 'a' }] };
  const both = [
    {
      name: 'k',
      columns: ['a', 'b'],
      references: { ...key.references, columns: ['x', 'y'] },
      onDelete: 'noAction' as const,
      onUpdate: 'noAction' as const,
    },
  ];

  test.each<[string, Partial<Table>, string]>([
    ['is of many to one', {}, '"parent" ||--o{ "child" : "a"'],
    ['that may be null is of many to none or one', { columns: [column('a', true)] }, '"parent" |o--o{ "child" : "a"'],
    ['that is unique is of one to one', { uniques: [{ name: 'u', columns: ['a'] }] }, '"parent" ||--o| "child" : "a"'],
    [
      'that is the primary key is of one to one',
      { primaryKey: { name: 'p', columns: ['a'] } },
      '"parent" ||--o| "child" : "a"',
    ],
    ['with a unique index is of one to one', { indexes: [index] }, '"parent" ||--o| "child" : "a"'],
    [
      'with a partial unique index is of many to one',
      { indexes: [{ ...index, where: '(b > 1)' }] },
      '"parent" ||--o{ "child" : "a"',
    ],
    [
      'that is a part of a unique key is of many to one',
      { uniques: [{ name: 'u', columns: ['a', 'b'] }] },
      '"parent" ||--o{ "child" : "a"',
    ],
    [
      'of two columns, one of them unique, is of one to one',
      { foreignKeys: both, uniques: [{ name: 'u', columns: ['a'] }] },
      '"parent" ||--o| "child" : "a, b"',
    ],
    [
      'of two columns, one of which may be null, is of many to none or one',
      { foreignKeys: both, columns: [column('a', false), column('b', true)] },
      '"parent" |o--o{ "child" : "a, b"',
    ],
  ])('%s', (_what, table, line) => {
    expect(relationOf(table)).toBe(line);
  });
});

describe('a name that Mermaid can not write as it is', () => {
  const table = (name: string, column: string, type = 'text', comment = ''): string[] => {
    const columns = [{ name: column, type, nullable: true, ...(comment !== '' && { comment }) }];
    const rest = { uniques: [], checks: [], exclusions: [], indexes: [], foreignKeys: [] };
    return diagram({ schemas: [], enums: [], tables: [{ schema: 'public', name, columns, ...rest }] })
      .split('\n')
      .map((line) => line.trim());
  };

  test.each([
    [
      'of a table is quoted, its own quotes, percents and line breaks as entity codes or blanks',
      table('a "b" 50% \\\n<i> #1', 'x')[1],
      '"a #34;b#34; 50#37; #92; #60;i#62; #35;1" {',
    ],
    ['of a table stays as it is in Chinese', table('部门 x', 'x')[1], '"部门 x" {'],
    ['of a table that would turn the diagram', table('direction TB', 'x')[1], '"direction#32;TB" {'],
    ['of a table that would be emphasised', table('_tmp_', 'x')[1], '"#95;tmp#95;" {'],
    [
      'of a column stands in its comment',
      table('t', 'first name', 'text', 'of a person')[2],
      'text first_name "first name: of a person"',
    ],
    ['of a column stays as it is in Chinese', table('t', '姓名')[2], 'text 姓名'],
    ['of a column that would be a mark of a key', table('t', 'pk')[2], 'text _pk "pk"'],
    ['of a column that begins with a digit', table('t', '2fa')[2], 'text _2fa "2fa"'],
    ['of a type', table('t', 'x', 'character varying(40)[]')[2], 'character_varying(40)[] x'],
    ['of a type in quotes', table('t', 'x', '"hr"."Mood"')[2], 'hr_Mood x'],
    ['of a type with a time zone', table('t', 'x', 'TIMESTAMP(3) WITH TIME ZONE')[2], 'timestamptz(3) x'],
    [
      'in a comment that would be a list or a generic type',
      table('t', 'x', 'text', '1. a~b~c')[2],
      'text x "1#46; a#126;b#126;c"',
    ],
  ])('%s', (_what, line, expected) => {
    expect(line).toBe(expected);
  });

  /** The words and texts of Mermaid's lexer (erDiagram.jison), of versions 11 and 12 at once. */
  const TEXT = String.raw`"[^"%\r\n\v\\~]+"`;
  const WORD = String.raw`(?![pfu]k\b)[A-Za-z_\u00C0-\uFFFF][A-Za-z0-9_\-()[\]\u00C0-\uFFFF]*`;
  const LINE = new RegExp(
    `^(?:erDiagram|  ${TEXT} \\{|    ${WORD} ${WORD}(?: [PFU]K)?(?:, [FU]K)*(?: ${TEXT})?|  \\}|  ${TEXT} (?:\\|o|\\|\\|)--o[|{] ${TEXT} : ${TEXT})$`,
    'i',
  );

  test('is never one that breaks the grammar', () => {
    const odd = fc.constantFrom(
      'pk',
      'FK-',
      '"',
      '%%{',
      '\\',
      '~',
      '#',
      '`',
      '\n',
      '\u2028',
      '\u3000',
      'direction LR',
      '}',
      '🎉',
      '中',
      '1.',
      ',',
    );
    const name = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.array(odd, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    );
    const column = fc.record({ name, type: name, comment: name });
    fc.assert(
      fc.property(name, fc.array(column, { minLength: 1, maxLength: 3 }), (tableName, columns) => {
        const references = { schema: 'x y', name: tableName, columns: ['a'] };
        const foreignKeys = [
          {
            name: 'k',
            columns: columns.map((one) => one.name),
            references,
            onDelete: 'noAction',
            onUpdate: 'noAction',
          } as const,
        ];
        const rest = { uniques: [], checks: [], exclusions: [], indexes: [], foreignKeys };
        const tables = [
          { schema: 'public', name: tableName, columns: columns.map((one) => ({ ...one, nullable: true })), ...rest },
        ];
        const schema: Schema = { schemas: [], enums: [], tables };
        for (const line of diagram(schema).split('\n')) {
          expect(line).toMatch(LINE);
          expect(line).not.toMatch(/direction\s+(?:TB|BT|RL|LR)/i);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('migrate diagram prints it and nothing else, without any database; with --json as a document', async () => {
  const config = `import { DataTypes } from 'sequelize';
export default { migrations: './none', models: (sequelize) => sequelize.define('a', { name: DataTypes.TEXT }, { tableName: 'a', timestamps: false }) };`;
  const project = await createProject({}, config);
  const text = 'erDiagram\n  "a" {\n    integer id PK\n    text name\n  }';
  const [plain, json] = [
    await project.develop('diagram', '--url', 'postgres://nobody@127.0.0.1:1/none'),
    await project.develop('diagram', '--json'),
  ];
  expect(plain).toMatchObject({ code: 0, stdout: `${text}\n`, stderr: '' });
  expect(JSON.parse(json.stdout)).toEqual({ mermaid: text });
});
