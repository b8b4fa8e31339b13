import { DataTypes, Deferrable, fn, literal, type ModelAttributes, Sequelize } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { both, type Define, usePair } from './synced.ts';

const pair = usePair('types');

/** One table of these columns and no others but its id; copies, because Sequelize writes into what it is given. */
const columns =
  (attributes: ModelAttributes): Define =>
  (sequelize) =>
    sequelize.define('T', mapValues(attributes, copyOf), { timestamps: false });

const mapValues = (record: ModelAttributes, change: (value: unknown) => unknown): ModelAttributes =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)])) as ModelAttributes;

const copyOf = (value: unknown): unknown =>
  typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype ? { ...value } : value;

const { ARRAY, ENUM, RANGE } = DataTypes;

const TYPES: [string, ModelAttributes][] = [
  [
    'STRING',
    {
      a: DataTypes.STRING,
      b: DataTypes.STRING(40),
      c: DataTypes.STRING({ binary: true }),
      d: DataTypes.STRING(7, true),
    },
  ],
  ['CHAR', { a: DataTypes.CHAR, b: DataTypes.CHAR(3), c: DataTypes.CHAR(3).BINARY }],
  ['TEXT', { a: DataTypes.TEXT, b: DataTypes.TEXT('long'), c: DataTypes.TEXT({ length: 'tiny' }) }],
  ['CITEXT', { a: DataTypes.CITEXT, b: 'citext' }],
  ['TSVECTOR', { a: DataTypes.TSVECTOR }],
  ['INTEGER', { a: DataTypes.INTEGER, b: DataTypes.INTEGER({ length: 11 }), c: DataTypes.INTEGER.UNSIGNED }],
  [
    'SMALLINT and BIGINT',
    {
      a: DataTypes.SMALLINT,
      b: DataTypes.BIGINT,
      c: DataTypes.BIGINT({ length: 20 }),
      d: DataTypes.BIGINT.UNSIGNED.ZEROFILL,
    },
  ],
  ['REAL', { a: DataTypes.REAL, b: DataTypes.REAL(11), c: DataTypes.REAL(11, 5) }],
  ['DOUBLE', { a: DataTypes.DOUBLE, b: DataTypes.DOUBLE(11), c: DataTypes.DOUBLE(11, 10) }],
  [
    'FLOAT',
    {
      a: DataTypes.FLOAT,
      b: DataTypes.FLOAT(11),
      c: DataTypes.FLOAT(30),
      d: DataTypes.FLOAT(11, 5),
      e: DataTypes.FLOAT.UNSIGNED,
    },
  ],
  [
    'DECIMAL',
    {
      a: DataTypes.DECIMAL,
      b: DataTypes.DECIMAL(10),
      c: DataTypes.DECIMAL(10, 2),
      d: DataTypes.DECIMAL(8, 0),
      e: DataTypes.DECIMAL(5, 1),
      f: DataTypes.DECIMAL.UNSIGNED,
    },
  ],
  ['BOOLEAN', { a: DataTypes.BOOLEAN }],
  ['DATE, DATEONLY, TIME', { a: DataTypes.DATE, b: DataTypes.DATE(3), c: DataTypes.DATEONLY, d: DataTypes.TIME }],
  [
    'UUID',
    {
      a: DataTypes.UUID,
      b: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4 },
      c: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV1 },
    },
  ],
  ['JSON and JSONB', { a: DataTypes.JSON, b: DataTypes.JSONB }],
  ['HSTORE', { a: DataTypes.HSTORE, b: { type: DataTypes.HSTORE, defaultValue: { k: 'v' } } }],
  ['BLOB', { a: DataTypes.BLOB, b: DataTypes.BLOB('long') }],
  [
    'RANGE',
    {
      a: RANGE,
      b: RANGE(DataTypes.INTEGER),
      c: RANGE(DataTypes.BIGINT),
      d: RANGE(DataTypes.DATE),
      e: RANGE(DataTypes.DATEONLY),
      f: RANGE(DataTypes.DECIMAL),
    },
  ],
  [
    'ARRAY',
    {
      a: ARRAY(DataTypes.TEXT),
      b: ARRAY(DataTypes.STRING(9)),
      c: ARRAY(DataTypes.DECIMAL(5, 2)),
      d: ARRAY(DataTypes.DATE),
      e: ARRAY(RANGE(DataTypes.DATE)),
      f: ARRAY(DataTypes.BOOLEAN),
      g: ARRAY(ARRAY(DataTypes.INTEGER)),
      h: ARRAY(DataTypes.JSONB),
      i: ARRAY(DataTypes.UUID),
    },
  ],
  [
    'ENUM',
    {
      a: ENUM('x', 'y'),
      b: { type: ENUM, values: ['男', "it's"] },
      c: { type: ENUM({ values: ['a b', 'A"B', 'back\\slash'] }), allowNull: false },
    },
  ],
  ['ARRAY of ENUM', { a: ARRAY(ENUM('x', 'y')), moodList: { type: ARRAY(ENUM('p')), allowNull: false } }],
  ['INET, CIDR, MACADDR', { a: DataTypes.INET, b: DataTypes.CIDR, c: DataTypes.MACADDR }],
  [
    'text of PostgreSQL itself',
    {
      a: 'timestamp without time zone',
      b: 'interval',
      c: 'varchar(9) COLLATE "C"',
      d: 'xml',
      e: 'int[]',
      f: 'bit varying(5)',
      g: 'money',
      h: 'tsrange',
    },
  ],
  ['serial as text', { a: 'SERIAL', b: 'bigserial' }],
  [
    'VIRTUAL, which is no column',
    { a: DataTypes.TEXT, b: DataTypes.VIRTUAL, c: DataTypes.VIRTUAL(DataTypes.INTEGER, ['a']) },
  ],
  [
    'a type of the user',
    {
      a: Object.assign(
        new (class extends DataTypes.ABSTRACT {
          override key = 'POINT';
          override toSql = () => 'point';
        })(),
      ) as never,
    },
  ],
];

describe('the draft leads to what sync() makes, for the type', () => {
  test.each(TYPES)('%s', async (_type, attributes) => {
    const { synced, drafted } = await both(pair, columns(attributes));
    expect(drafted).toEqual(synced);
    expect(synced.schema.tables).toHaveLength(1);
  });
});

const DEFAULTS: [string, ModelAttributes][] = [
  [
    'texts',
    {
      a: { type: DataTypes.STRING, defaultValue: "it's" },
      b: { type: DataTypes.TEXT, defaultValue: '' },
      c: { type: DataTypes.STRING(40), defaultValue: 'a\\b "q" $$ ; -- 中文 😀' },
      d: { type: DataTypes.CHAR(3), defaultValue: 'ab' },
      e: { type: DataTypes.TEXT, defaultValue: 'line\nbreak' },
    },
  ],
  [
    'numbers',
    {
      a: { type: DataTypes.INTEGER, defaultValue: 0 },
      b: { type: DataTypes.INTEGER, defaultValue: -1 },
      c: { type: DataTypes.DECIMAL(10, 2), defaultValue: 9.9 },
      d: { type: DataTypes.DOUBLE, defaultValue: 1.5e-7 },
      e: { type: DataTypes.BIGINT, defaultValue: '9007199254740993' },
      f: { type: DataTypes.BIGINT, defaultValue: 9007199254740993n },
      g: { type: DataTypes.FLOAT, defaultValue: Number.NaN },
      h: { type: DataTypes.STRING, defaultValue: 5 },
    },
  ],
  [
    'booleans',
    {
      a: { type: DataTypes.BOOLEAN, defaultValue: false },
      b: { type: DataTypes.BOOLEAN, defaultValue: true },
      c: { type: DataTypes.BOOLEAN, defaultValue: 'true' },
    },
  ],
  [
    'null',
    {
      a: { type: DataTypes.INTEGER, defaultValue: null },
      b: { type: DataTypes.STRING(40), defaultValue: null },
      c: { type: ENUM('x'), defaultValue: null },
      d: { type: DataTypes.DATE, defaultValue: null },
    },
  ],
  [
    'dates',
    {
      a: { type: DataTypes.DATE, defaultValue: new Date('2020-02-03T04:05:06.789Z') },
      b: { type: DataTypes.DATEONLY, defaultValue: '2020-02-03' },
      c: { type: DataTypes.TIME, defaultValue: '12:30' },
      d: { type: DataTypes.DATEONLY, defaultValue: new Date('2020-02-03') },
    },
  ],
  [
    'those that are none of the database',
    {
      a: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      b: { type: DataTypes.INTEGER, defaultValue: () => 5 },
      c: { type: DataTypes.TEXT, defaultValue: undefined },
    },
  ],
  [
    'expressions',
    {
      a: { type: DataTypes.DATE, defaultValue: literal('now()') },
      b: { type: DataTypes.DATE, defaultValue: fn('now') },
      c: { type: DataTypes.UUID, defaultValue: fn('gen_random_uuid') },
      d: { type: DataTypes.TEXT, defaultValue: literal("md5(random()::text) || ')'") },
      e: { type: DataTypes.DATE, defaultValue: literal('CURRENT_TIMESTAMP') },
      f: { type: DataTypes.TEXT, defaultValue: fn('concat', 'a', "it's", 5) },
      g: { type: DataTypes.INTEGER, defaultValue: Sequelize.cast('5', 'integer') },
    },
  ],
  [
    'objects and arrays as JSON',
    {
      a: { type: DataTypes.JSONB, defaultValue: {} },
      b: { type: DataTypes.JSONB, defaultValue: [] },
      c: { type: DataTypes.JSON, defaultValue: { a: [1, "it's"], b: null } },
      d: { type: DataTypes.JSONB, defaultValue: [{ x: 1 }] },
    },
  ],
  [
    'arrays',
    {
      a: { type: ARRAY(DataTypes.TEXT), defaultValue: [] },
      b: { type: ARRAY(DataTypes.STRING), defaultValue: ['a', "it's"] },
      c: { type: ARRAY(DataTypes.INTEGER), defaultValue: [1, 2] },
      d: { type: ARRAY(DataTypes.DECIMAL(5, 2)), defaultValue: [1.5] },
      e: { type: ARRAY(DataTypes.JSONB), defaultValue: [{ a: 1 }] },
    },
  ],
  [
    'enums and arrays of them',
    {
      a: { type: ENUM('x', "it's"), defaultValue: "it's" },
      b: { type: ARRAY(ENUM('x', 'y')), defaultValue: ['y'] },
      c: { type: ARRAY(ENUM('x', 'y')), defaultValue: [] },
    },
  ],
  [
    'ranges',
    {
      a: { type: RANGE(DataTypes.INTEGER), defaultValue: [1, 5] },
      b: {
        type: RANGE(DataTypes.DATEONLY),
        defaultValue: ['2020-01-01', { value: '2020-02-01', inclusive: true }] as never,
      },
    },
  ],
  [
    'bytes',
    {
      a: { type: DataTypes.BLOB, defaultValue: Buffer.from([0, 255]) },
      b: { type: DataTypes.BLOB, defaultValue: 'text' },
    },
  ],
  [
    'addresses and uuids',
    {
      a: { type: DataTypes.INET, defaultValue: '127.0.0.1' },
      b: { type: DataTypes.UUID, defaultValue: '00000000-0000-0000-0000-000000000000' },
    },
  ],
  ['of raw types', { a: { type: 'interval', defaultValue: '1 day' }, b: { type: 'citext', defaultValue: 'X' } }],
];

describe('… for the default of', () => {
  test.each(DEFAULTS)('%s', async (_kind, attributes) => {
    const { synced, drafted } = await both(pair, columns(attributes));
    expect(drafted).toEqual(synced);
  });
});

const MANY = 'n'.repeat(70);

const COLUMN_OPTIONS: [string, ModelAttributes][] = [
  [
    'allowNull',
    {
      a: { type: DataTypes.TEXT, allowNull: false },
      b: { type: DataTypes.TEXT, allowNull: true },
      c: { type: DataTypes.TEXT, allowNull: undefined as never },
    },
  ],
  [
    'unique: true',
    { a: { type: DataTypes.TEXT, unique: true }, b: { type: DataTypes.INTEGER, unique: true, allowNull: false } },
  ],
  [
    'unique with a name, alone and shared',
    {
      a: { type: DataTypes.TEXT, unique: 'alone' },
      b: { type: DataTypes.TEXT, unique: 'both' },
      c: { type: DataTypes.TEXT, unique: 'both' },
    },
  ],
  [
    'unique with a name and a message',
    {
      a: { type: DataTypes.TEXT, unique: { name: 'own', msg: 'taken' } },
      b: { type: DataTypes.TEXT, unique: { msg: 'taken' } as never },
    },
  ],
  [
    'unique twice over the same columns',
    { a: { type: DataTypes.TEXT, unique: true }, b: { type: DataTypes.TEXT, unique: 'x' } },
  ],
  [
    'unique that collide in their names',
    {
      a: { type: DataTypes.TEXT, unique: 'u' },
      b: { type: DataTypes.TEXT, unique: 'u' },
      a_b: { type: DataTypes.TEXT, unique: true },
    },
  ],
  [
    'unique over columns whose names are long',
    {
      ['x'.repeat(40)]: { type: DataTypes.TEXT, unique: 'u' },
      ['长'.repeat(20)]: { type: DataTypes.TEXT, unique: 'u' },
    },
  ],
  ['a primary key of its own', { code: { type: DataTypes.STRING(9), primaryKey: true } }],
  ['a uuid as primary key', { id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 } }],
  [
    'a primary key of several columns',
    {
      b: { type: DataTypes.INTEGER, primaryKey: true },
      a: { type: DataTypes.TEXT, primaryKey: true, allowNull: false },
      c: DataTypes.TEXT,
    },
  ],
  [
    'a primary key that is unique too',
    { id: { type: DataTypes.INTEGER, primaryKey: true, unique: true, autoIncrement: true } },
  ],
  ['autoIncrement', { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true } }],
  ['autoIncrement of bigint', { id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true } }],
  [
    'autoIncrement of smallint beside another key',
    { key: { type: DataTypes.TEXT, primaryKey: true }, n: { type: DataTypes.SMALLINT, autoIncrement: true } },
  ],
  [
    'autoIncrement in a key of two',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true, allowNull: false },
      b: { type: DataTypes.INTEGER, primaryKey: true },
    },
  ],
  [
    'autoIncrementIdentity',
    { id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true, autoIncrementIdentity: true } },
  ],
  ['autoIncrementIdentity without autoIncrement', { a: { type: DataTypes.INTEGER, autoIncrementIdentity: true } }],
  [
    'comment',
    {
      a: { type: DataTypes.TEXT, comment: "it's a 注释 $$ \\n ; COMMENT x" },
      b: { type: DataTypes.TEXT, comment: '', unique: true },
      c: { type: ENUM('x'), comment: 'of an enum (PRIMARY KEY)', allowNull: false },
    },
  ],
  [
    'field',
    {
      firstName: { type: DataTypes.TEXT, field: 'first_name', unique: true },
      Mood: { type: ENUM('x'), field: 'mood_of' },
    },
  ],
  [
    'two attributes on one column, of which the last counts',
    {
      a: { type: DataTypes.TEXT, field: 'c' },
      z: DataTypes.TEXT,
      b: { type: DataTypes.INTEGER, field: 'c', allowNull: false },
    },
  ],
  [
    'names that are hostile',
    {
      select: { type: DataTypes.TEXT, unique: true },
      'a b': DataTypes.TEXT,
      'quo"te': { type: DataTypes.TEXT, unique: true },
      "it's": DataTypes.TEXT,
      'of mood': { type: ENUM('x') },
      资金: { type: DataTypes.INTEGER, unique: true },
      '😀;--': DataTypes.TEXT,
      'dot.ted': DataTypes.TEXT,
      UPPER: DataTypes.SMALLINT,
    },
  ],
  [
    'names that are cut',
    {
      [`${MANY}1`]: { type: DataTypes.TEXT, unique: true },
      ['长'.repeat(30)]: { type: ENUM('x', 'y'), defaultValue: 'x' },
      [`m${MANY}`]: { type: DataTypes.INTEGER, autoIncrement: true, primaryKey: true },
    },
  ],
  ['index: true of JSONB', { a: { type: DataTypes.JSONB, index: true } as never }],
];

describe('… for the column option', () => {
  test.each(COLUMN_OPTIONS)('%s', async (_option, attributes) => {
    const { synced, drafted } = await both(pair, columns(attributes));
    expect(drafted).toEqual(synced);
  });

  test('references, with every action and time', async () => {
    const { synced, drafted } = await both(pair, (sequelize) => {
      sequelize.define('target', { code: { type: DataTypes.TEXT, unique: true } }, { tableName: 'target' });
      const to = (extra: object): object => ({
        type: DataTypes.INTEGER,
        references: { model: 'target', key: 'id' },
        ...extra,
      });
      const when = (deferrable: unknown): object => to({ references: { model: 'target', key: 'id', deferrable } });
      sequelize.define('source', {
        a: to({}),
        b: to({ onDelete: 'CASCADE' }),
        c: to({ onDelete: 'set null', onUpdate: 'CASCADE' }),
        d: to({ onDelete: 'RESTRICT', onUpdate: 'NO ACTION' }),
        e: to({ onDelete: 'SET DEFAULT', defaultValue: 1 }),
        f: when(Deferrable.INITIALLY_DEFERRED),
        g: when(Deferrable.INITIALLY_IMMEDIATE),
        h: when(Deferrable.NOT),
        i: { type: DataTypes.TEXT, references: { model: 'target', key: 'code' } },
        j: { type: DataTypes.INTEGER, references: { model: 'target' } },
        k: { type: DataTypes.INTEGER, references: { model: sequelize.models['target'] as never, key: 'id' } },
        l: to({ unique: true, comment: 'x', allowNull: false }),
      } as never);
    });
    expect(drafted).toEqual(synced);
  });
});
