import { col, DataTypes, fn, json, literal, type ModelOptions, Op, type Sequelize, where } from 'sequelize';
import {
  BelongsTo,
  BelongsToMany,
  Column,
  Comment,
  DataType,
  Default,
  ForeignKey,
  HasMany,
  Index,
  Model,
  type ModelCtor,
  PrimaryKey,
  Table,
  Unique,
} from 'sequelize-typescript';
import { describe, expect, test } from 'vitest';
import { both, type Define, tableOf, usePair } from './synced.ts';

const pair = usePair('tables');

const ATTRIBUTES = {
  firstName: { type: DataTypes.STRING(40), allowNull: false, field: 'first_name' },
  age: DataTypes.INTEGER,
  data: DataTypes.JSONB,
  Mood: DataTypes.ENUM('good', 'bad'),
  tags: DataTypes.ARRAY(DataTypes.TEXT),
  deleted: DataTypes.DATE,
};

const table =
  (options: ModelOptions, name = 'UserAccount'): Define =>
  (sequelize) =>
    sequelize.define(name, { ...ATTRIBUTES }, options);

const indexed = (...indexes: object[]): Define => table({ timestamps: false, tableName: 't', indexes });

const CASES: [string, Define, object?][] = [
  ['no options', table({})],
  ['timestamps: false', table({ timestamps: false })],
  ['paranoid', table({ paranoid: true })],
  ['timestamps of other names', table({ createdAt: 'born', updatedAt: false, deletedAt: 'gone', paranoid: true })],
  ['version', table({ version: true })],
  ['version of another name', table({ version: 'revision' })],
  ['underscored', table({ underscored: true, paranoid: true })],
  ['freezeTableName', table({ freezeTableName: true })],
  ['tableName', table({ tableName: 'Some Table' })],
  ['schema', table({ schema: 'Audit', indexes: [{ fields: ['age'] }], comment: 'in a schema' })],
  ['schema: public', table({ schema: 'public' })],
  ['a comment', table({ comment: "it's a 表 $$ \\" })],
  [
    'options for all models',
    table({}),
    { define: { underscored: true, timestamps: false, schema: 'hr', freezeTableName: true } },
  ],
  ['a schema for all models', table({ indexes: [{ fields: ['age'], unique: true }] }), { schema: 'Audit' }],
  [
    'names that are not quoted',
    table({ indexes: [{ fields: ['first_name', { name: 'age', order: 'DESC' }] }] }),
    { quoteIdentifiers: false },
  ],
  ['a table name in Chinese', table({ tableName: '员工', indexes: [{ fields: ['age'] }] })],
  ['a reserved table name', table({ tableName: 'user', indexes: [{ fields: ['age'], unique: true }] })],
  ['a table name that is cut', table({ tableName: 'T'.repeat(80) })],
  ['a table name with a dot and with quotes', table({ tableName: 'au"dit".log' })],
  [
    'enums in a schema',
    (sequelize) =>
      sequelize.define(
        'T',
        {
          mood: { type: DataTypes.ENUM('a', 'b'), defaultValue: 'a' },
          moods: { type: DataTypes.ARRAY(DataTypes.ENUM('c')), defaultValue: ['c'] },
        },
        { schema: 'Audit' },
      ),
  ],
  [
    'uniqueKeys of the options, which put aside those of the attributes',
    (sequelize) =>
      sequelize.define('T', { a: { type: DataTypes.TEXT, unique: 'u' }, b: DataTypes.TEXT }, {
        uniqueKeys: { k: { fields: ['b', 'a'] } },
      } as object),
  ],
  ['no attributes at all', (sequelize) => sequelize.define('T', {}, { timestamps: false })],
  ['no primary key', (sequelize) => sequelize.define('T', { a: DataTypes.TEXT }).removeAttribute('id')],
  ['an index', indexed({ fields: ['age'] })],
  ['a unique index', indexed({ fields: ['age', 'first_name'], unique: true })],
  ['type: UNIQUE', indexed({ fields: ['age'], type: 'UNIQUE', name: 'own' })],
  [
    'type: FULLTEXT, parser, prefix',
    indexed({ fields: ['first_name'], type: 'FULLTEXT', parser: 'ngram', prefix: 'p' }),
  ],
  ['an index with a name', indexed({ name: 'My "own" 索引', fields: ['age'] })],
  ['an index with a name that is cut', indexed({ name: 'i'.repeat(80), fields: ['age'] })],
  [
    'order, collate, length',
    indexed({
      fields: [
        { name: 'first_name', order: 'DESC', collate: 'C', length: 5 },
        { name: 'age', order: 'ASC NULLS FIRST' },
      ],
    }),
  ],
  ['attribute in place of name', indexed({ fields: [{ attribute: 'age', order: 'DESC NULLS LAST' }] })],
  [
    'an operator for all fields and for one',
    indexed(
      { fields: ['first_name'], operator: 'text_pattern_ops' },
      { name: 'two', fields: [{ name: 'first_name', operator: 'varchar_pattern_ops' }, 'age'] },
    ),
  ],
  [
    'using',
    indexed(
      { fields: ['data'], using: 'GIN', operator: 'jsonb_path_ops' },
      { name: 'two', fields: ['age'], using: 'hash' },
      { name: 'three', fields: ['first_name'], using: 'gin', operator: 'gin_trgm_ops' },
    ),
  ],
  [
    'fn, col and cast',
    indexed(
      { name: 'low', fields: [fn('lower', col('first_name')), 'age'] },
      { name: 'two', fields: [fn('coalesce', col('age'), 5)] },
    ),
  ],
  ['an expression without a name', indexed({ fields: [fn('lower', col('first_name'))] })],
  [
    'literal',
    indexed({
      name: 'expression',
      unique: true,
      fields: [literal('(lower("first_name")) text_pattern_ops DESC'), literal('age')],
    }),
  ],
  ['json paths', indexed({ name: 'path', fields: [json('data.a.b'), literal(`("data"->>'it''s')`)] })],
  ['where', indexed({ fields: ['age'], where: { age: { [Op.gt]: 5 }, first_name: "it's" } })],
  [
    'where with null, lists and nesting',
    indexed({
      fields: ['age'],
      where: {
        deleted: null,
        [Op.or]: [
          { age: [1, 2] },
          { [Op.not]: { age: { [Op.between]: [5, 9] } } },
          { first_name: { [Op.like]: 'a%' } },
        ],
      },
    }),
  ],
  [
    'where as expressions',
    indexed(
      { name: 'a', fields: ['age'], where: literal('age > 7') },
      { name: 'b', fields: ['age'], where: where(fn('lower', col('first_name')), 'x') },
      { name: 'c', fields: ['age'], where: { [Op.and]: [literal('age < 3'), { tags: { [Op.contains]: ['a'] } }] } },
    ),
  ],
  ['concurrently', indexed({ name: 'a', fields: ['age'], concurrently: true }, { name: 'b', fields: ['first_name'] })],
  [
    'an index that a constraint of that name is already',
    (sequelize) =>
      sequelize.define(
        'T',
        { a: { type: DataTypes.TEXT, unique: 't_a_key' } },
        {
          tableName: 't',
          indexes: [
            { name: 't_a_key', unique: true, fields: ['a'] },
            { name: 't_pkey', unique: true, fields: [{ name: 'id' }] },
          ],
        },
      ),
  ],
  [
    'a beforeDefine hook',
    (sequelize) => {
      sequelize.addHook('beforeDefine', (attributes) => {
        Object.assign(attributes, { hooked: DataTypes.TEXT });
      });
      return table({})(sequelize);
    },
  ],
];

describe('the draft leads to what sync() makes, for', () => {
  test.each(CASES)('%s', async (_case, define, options) => {
    const { synced, drafted } = await both(pair, define, options);
    expect(drafted).toEqual(synced);
    expect(synced.schema.tables).toHaveLength(1);
  });
});

const people = (sequelize: Sequelize) => {
  const User = sequelize.define('User', { email: { type: DataTypes.TEXT, unique: true, field: 'e_mail' } });
  const Post = sequelize.define('Post', { title: DataTypes.TEXT });
  const Tag = sequelize.define('Tag', { code: { type: DataTypes.STRING(9), primaryKey: true } });
  return { User, Post, Tag };
};

const ASSOCIATIONS: [string, Define][] = [
  [
    'belongsTo',
    (s) => {
      const { User, Post } = people(s);
      Post.belongsTo(User);
    },
  ],
  [
    'belongsTo that must be',
    (s) => {
      const { User, Post } = people(s);
      Post.belongsTo(User, { foreignKey: { name: 'author', field: 'author_id', allowNull: false } });
    },
  ],
  [
    'belongsTo with an alias and actions',
    (s) => {
      const { User, Post } = people(s);
      Post.belongsTo(User, { as: 'author', onDelete: 'CASCADE', onUpdate: 'RESTRICT' });
      Post.belongsTo(User, { as: 'editor', foreignKey: 'editedBy' });
    },
  ],
  [
    'belongsTo a key that is not the primary',
    (s) => {
      const { User, Post } = people(s);
      Post.belongsTo(User, { targetKey: 'email', foreignKey: 'userEmail' });
    },
  ],
  [
    'belongsTo without constraints',
    (s) => {
      const { User, Post } = people(s);
      Post.belongsTo(User, { constraints: false });
    },
  ],
  [
    'belongsTo on an attribute that is there',
    (s) => {
      const { User } = people(s);
      const Note = s.define(
        'Note',
        { userId: { type: DataTypes.INTEGER, field: 'user_id', comment: 'whose', unique: true } },
        { indexes: [{ fields: ['user_id'] }] },
      );
      Note.belongsTo(User, { foreignKey: 'userId' });
    },
  ],
  [
    'hasOne',
    (s) => {
      const { User, Post } = people(s);
      User.hasOne(Post);
    },
  ],
  [
    'hasOne by another key',
    (s) => {
      const { User, Post } = people(s);
      User.hasOne(Post, { sourceKey: 'email', foreignKey: { name: 'owner', allowNull: false } });
    },
  ],
  [
    'hasMany',
    (s) => {
      const { User, Post } = people(s);
      User.hasMany(Post, { onDelete: 'SET NULL' });
    },
  ],
  [
    'hasMany and belongsTo together',
    (s) => {
      const { User, Post } = people(s);
      User.hasMany(Post, { foreignKey: 'userId' });
      Post.belongsTo(User, { foreignKey: 'userId' });
    },
  ],
  [
    'belongsToMany through a name',
    (s) => {
      const { Post, Tag } = people(s);
      Post.belongsToMany(Tag, { through: 'PostTags' });
      Tag.belongsToMany(Post, { through: 'PostTags' });
    },
  ],
  [
    'belongsToMany without timestamps, with other keys',
    (s) => {
      const { Post, Tag } = people(s);
      Post.belongsToMany(Tag, {
        through: 'pt',
        timestamps: false,
        foreignKey: 'p',
        otherKey: { name: 't', field: 't_code' },
      });
    },
  ],
  [
    'belongsToMany through a model',
    (s) => {
      const { Post, Tag } = people(s);
      const Link = s.define('Link', { weight: DataTypes.INTEGER });
      Post.belongsToMany(Tag, { through: Link });
      Tag.belongsToMany(Post, { through: Link });
    },
  ],
  [
    'belongsToMany through a model with a key of its own',
    (s) => {
      const { Post, Tag } = people(s);
      const Link = s.define('Link', { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true } });
      Post.belongsToMany(Tag, { through: Link });
      Tag.belongsToMany(Post, { through: Link });
    },
  ],
  [
    'belongsToMany that is not unique',
    (s) => {
      const { Post, Tag } = people(s);
      const Link = s.define('Link', { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true } });
      Post.belongsToMany(Tag, { through: { model: Link, unique: false } });
      Tag.belongsToMany(Post, { through: { model: Link, unique: false } });
    },
  ],
  [
    'belongsToMany with the name of its unique',
    (s) => {
      const { Post, Tag } = people(s);
      const Link = s.define('Link', { id: { type: DataTypes.INTEGER, primaryKey: true } });
      Post.belongsToMany(Tag, { through: Link, uniqueKey: 'once' });
    },
  ],
  [
    'belongsToMany without constraints',
    (s) => {
      const { Post, Tag } = people(s);
      Post.belongsToMany(Tag, { through: 'pt', constraints: false });
      Tag.belongsToMany(Post, { through: 'pt', constraints: false });
    },
  ],
  [
    'belongsToMany of itself',
    (s) => {
      const { User } = people(s);
      User.belongsToMany(User, { through: 'Friends', as: 'friends', foreignKey: 'one', otherKey: 'other' });
    },
  ],
  [
    'a table that belongs to itself',
    (s) => {
      const { Tag } = people(s);
      Tag.belongsTo(Tag, { as: 'parent' });
      Tag.hasMany(Tag, { as: 'children', foreignKey: 'parentCode' });
    },
  ],
  [
    'tables of schemas that refer to each other',
    (s) => {
      const Log = s.define('Log', { level: DataTypes.ENUM('a') }, { schema: 'Audit' });
      const Entry = s.define('Entry', {}, { schema: 'Audit' });
      const Staff = s.define('Staff', {}, { schema: 'hr' });
      Entry.belongsTo(Log);
      Entry.belongsTo(Staff);
      s.define('Plain', {
        log: { type: DataTypes.INTEGER, references: { model: { tableName: 'Logs', schema: 'Audit' }, key: 'id' } },
      });
    },
  ],
  [
    'a reference by name from within a schema',
    (s) => {
      s.define('Log', {}, { schema: 'Audit' });
      s.define(
        'Entry',
        { logId: { type: DataTypes.INTEGER, references: { model: 'Logs', key: 'id' } } },
        { schema: 'Audit' },
      );
    },
  ],
  [
    'a primary key that is a foreign key',
    (s) => {
      const { User } = people(s);
      const Profile = s.define('Profile', { userId: { type: DataTypes.INTEGER, primaryKey: true } });
      Profile.belongsTo(User, { foreignKey: 'userId' });
    },
  ],
  [
    'names of foreign keys that are cut',
    (s) => {
      const { User } = people(s);
      const Long = s.define('Long', {}, { tableName: 'l'.repeat(40) });
      Long.belongsTo(User, { foreignKey: '外'.repeat(15) });
      Long.belongsTo(User, { foreignKey: `${'外'.repeat(15)}b` });
    },
  ],
  [
    'names that tables share',
    (s) => {
      s.define('a', { b_c: { type: DataTypes.TEXT, unique: true }, b_n: DataTypes.INTEGER }, { tableName: 'a' });
      s.define('ab', { c: { type: DataTypes.TEXT, unique: true } }, { tableName: 'a_b' });
      s.define(
        'c',
        { n: { type: DataTypes.INTEGER, references: { model: 'a_b', key: 'id' } } },
        { tableName: 'a_b_c' },
      );
    },
  ],
  [
    'a sequence whose name is taken',
    (s) => {
      s.define('x', { a: DataTypes.TEXT }, { tableName: 'y_id_seq' });
      const Y = s.define('y', {}, { tableName: 'y' });
      Y.belongsTo(s.model('x'));
    },
  ],
  [
    'a foreign key out of a cycle',
    (s) => {
      const A = s.define(
        'A',
        { note: { type: DataTypes.TEXT, allowNull: false, defaultValue: 'x' } },
        { timestamps: false },
      );
      const B = s.define('B', {});
      A.belongsTo(B, { foreignKey: 'bId' });
      B.belongsTo(A, { foreignKey: { name: 'aId', allowNull: false } });
      A.belongsTo(A, { as: 'next' });
    },
  ],
  [
    'a cycle of three with an index and an enum',
    (s) => {
      const [A, B, C] = ['A', 'B', 'C'].map((name) =>
        s.define(
          name,
          { mood: DataTypes.ENUM('x', 'y'), n: DataTypes.DECIMAL(10, 2) },
          { indexes: [{ fields: ['n'] }] },
        ),
      );
      A?.belongsTo(B as never);
      B?.belongsTo(C as never, { onDelete: 'CASCADE' });
      C?.belongsTo(A as never);
    },
  ],
];

describe('the draft leads to what sync() makes, for the association', () => {
  test.each(ASSOCIATIONS)('%s', async (_case, define) => {
    const { synced, drafted } = await both(pair, define);
    expect(drafted).toEqual(synced);
  });

  test('of decorated models', async () => {
    const { synced, drafted } = await both(pair, (s) => s.addModels(decorated()));
    expect(drafted).toEqual(synced);
    expect(synced.schema.tables.map(({ name }) => name)).toEqual(['Membership', 'team', 'worker']);
    expect(tableOf(drafted.schema, 'worker').indexes.map(({ name }) => name)).toEqual(['by_name', 'worker_born']);
  });

  test('of a cycle, with both its foreign keys', async () => {
    const { drafted } = await both(pair, (s) => {
      const [A, B] = [s.define('A', {}), s.define('B', {})];
      A.belongsTo(B);
      B.belongsTo(A);
    });
    expect(tableOf(drafted.schema, 'As').foreignKeys).toHaveLength(1);
    expect(tableOf(drafted.schema, 'Bs').foreignKeys).toHaveLength(1);
  });
});

/** Classes of their own for each Sequelize: a model belongs to one. */
function decorated(): ModelCtor[] {
  @Table({ tableName: 'team', timestamps: false, comment: 'of workers' })
  class Team extends Model {
    @Unique('once')
    @Column({ type: DataType.STRING(20), allowNull: false })
    declare name: string;

    @HasMany(() => Worker, 'teamId')
    declare workers: Worker[];

    @BelongsToMany(
      () => Worker,
      () => Membership,
    )
    declare members: Worker[];
  }

  @Table({ tableName: 'worker', underscored: true, paranoid: true })
  class Worker extends Model {
    @PrimaryKey
    @Default(DataType.UUIDV4)
    @Column({ type: DataType.UUID })
    declare id: string;

    @Comment('in full')
    @Index('by_name')
    @Column({ type: DataType.TEXT })
    declare name: string;

    @Index
    @Default(literal('CURRENT_DATE'))
    @Column({ type: DataType.DATEONLY })
    declare born: string;

    @Column({ type: DataType.VIRTUAL })
    declare age: number;

    @ForeignKey(() => Team)
    @Index({ name: 'by_name', order: 'DESC' })
    @Column({ type: DataType.INTEGER, field: 'teamId' })
    declare teamId: number;

    @BelongsTo(() => Team, { onDelete: 'CASCADE' })
    declare team: Team;
  }

  @Table({ tableName: 'Membership' })
  class Membership extends Model {
    @ForeignKey(() => Worker)
    @Column({ type: DataType.UUID })
    declare workerId: string;

    @ForeignKey(() => Team)
    @Column({ type: DataType.INTEGER })
    declare teamId: number;
  }
  return [Team, Worker, Membership];
}
