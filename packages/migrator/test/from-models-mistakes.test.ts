import { DataTypes, literal, type ModelOptions } from 'sequelize';
import { describe, expect, test } from 'vitest';
import { MigratorError } from '../src/errors.ts';
import type { DraftOptions } from '../src/sequelize/from-models.ts';
import { type Define, draftOf } from './synced.ts';

const model =
  (attributes: object, options: ModelOptions = {}, name = 'Staff'): Define =>
  (sequelize) =>
    sequelize.define(name, attributes as never, { underscored: true, tableName: 'staff', ...options });

const many =
  (...defines: Define[]): Define =>
  (sequelize) =>
    defines.map((define) => define(sequelize));

const typed = (type: unknown, extra: object = {}): Define => model({ level: { type, ...extra } });
const indexed = (...indexes: object[]): Define => model({ nickName: DataTypes.TEXT }, { indexes });
const refers = (references: unknown, extra: object = {}): Define =>
  model({ bossId: { type: DataTypes.INTEGER, references, ...extra } });

/** What the model is, and what the error says: what, why, what to do. */
const INVALID: [string, Define, RegExp, RegExp, RegExp, DraftOptions?][] = [
  ['a type of another database', typed(DataTypes.TINYINT), /Staff .*level/, /no type TINYINT/, /SMALLINT/],
  ['a type that is a default', typed(DataTypes.UUIDV4), /Staff .*level/, /no type UUIDV4/, /use UUID, with UUIDV4/],
  ['an array of such', typed(DataTypes.ARRAY(DataTypes.MEDIUMINT)), /level/, /MEDIUMINT/, /INTEGER/],
  ['a range of what has none', typed(DataTypes.RANGE(DataTypes.TEXT as never)), /level/, /no type RANGE/, /subtype/],
  ['an enum as a text', typed("ENUM('a', 'b')"), /level/, /enums/, /DataTypes\.ENUM/],
  ['an enum of numbers', typed(DataTypes.ENUM(1 as never, 2 as never)), /level/, /\[1,2\]/, /as a text/],
  ['an enum that says a value twice', typed(DataTypes.ENUM('a', 'a')), /level/, /\["a","a"\]/, /once/],
  [
    'two enums whose types are cut to one name',
    model({ [`${'e'.repeat(60)}1`]: DataTypes.ENUM('a'), [`${'e'.repeat(60)}2`]: DataTypes.ENUM('b') }),
    /Staff .*enum type enum_staff_eee/,
    /\["a"\] and \["b"\].*63 bytes/,
    /enumName/,
  ],
  [
    'autoIncrement of a text',
    typed(DataTypes.TEXT, { autoIncrement: true, primaryKey: true }),
    /level/,
    /TEXT can't number/,
    /BIGINT/,
  ],
  [
    'autoIncrement with a default',
    typed(DataTypes.INTEGER, { autoIncrement: true, defaultValue: 5, primaryKey: true }),
    /level/,
    /numbers by itself and has a default/,
    /all but one/,
  ],
  [
    'generatedAs with a default',
    typed(DataTypes.INTEGER, { generatedAs: '1', defaultValue: 5 }),
    /level/,
    /is generated and has a default/,
    /all but one/,
  ],
  ['an unknown identity', typed(DataTypes.INTEGER, { identity: true }), /level/, /identity is true/, /byDefault/],
  [
    'generatedAs that is no text',
    typed(DataTypes.INTEGER, { generatedAs: literal('1') }),
    /level/,
    /no text/,
    /a \* 2/,
  ],
  [
    'identityOptions that are no number',
    typed(DataTypes.INTEGER, { identity: 'always', identityOptions: { start: 'one' } }),
    /level/,
    /"one"/,
    /whole numbers/,
  ],
  [
    'a default that its type can’t hold',
    typed(DataTypes.TEXT, { defaultValue: { a: 1 } }),
    /level/,
    /refused: Invalid value/,
    /literal/,
  ],
  [
    'an index over an unknown column',
    indexed({ fields: ['age'] }),
    /Staff .*staff_age/,
    /staff has no column "age"/,
    /id, nick_name, created_at, updated_at/,
  ],
  [
    'an index over an attribute’s name',
    indexed({ fields: ['nickName'] }),
    /the index staff_nick_name/,
    /no column "nickName"/,
    /"nick_name": write that/,
  ],
  [
    'an index that includes an unknown column',
    indexed({ name: 'i', fields: ['nick_name'], include: ['x'] }),
    /the index i/,
    /no column "x"/,
    /its columns are/,
  ],
  [
    'a predicate over an unknown column',
    indexed({ name: 'i', fields: ['nick_name'], where: { deletedAt: null } }),
    /the index i/,
    /no column "deletedAt"/,
    /its columns are/,
  ],
  [
    'a predicate that Sequelize refuses',
    indexed({ name: 'i', fields: ['nick_name'], where: { nick_name: undefined } }),
    /the index i/,
    /undefined/,
    /fields/,
  ],
  [
    'two indexes of one name',
    indexed({ name: 'i', fields: ['nick_name'] }, { name: 'i', fields: ['id'] }),
    /the index i/,
    /takes a name once/,
    /a name of its own/,
  ],
  [
    'two indexes that are cut to one name',
    indexed({ name: `${'i'.repeat(63)}1`, fields: ['id'] }, { name: `${'i'.repeat(63)}2`, fields: ['id'] }),
    /the index iii/,
    /63 bytes/,
    /name of its own/,
  ],
  [
    'two constraints of one name',
    model({}, { checks: { c: '1 > 0' }, exclusions: { c: 'USING gist (id WITH =)' } }),
    /the constraint c/,
    /takes a name once/,
    /name of its own/,
  ],
  [
    'a reference to an unknown table',
    refers({ model: 'bosses', key: 'id' }),
    /Staff .*bossId/,
    /public\.bosses, which no model has/,
    /ignore/,
  ],
  [
    'a reference to an unknown schema',
    refers({ model: { tableName: 'staff', schema: 'hr' }, key: 'id' }),
    /bossId/,
    /hr\.staff/,
    /add that model/,
  ],
  [
    'a reference to an unknown column',
    refers({ model: 'staff', key: 'bossId' }),
    /bossId/,
    /no column "bossId"/,
    /"boss_id": write that/,
  ],
  ['a reference without a model', refers({ key: 'id' }), /bossId/, /names no model/, /references: \{ model/],
  ['a reference that is a text', refers('staff'), /bossId/, /names no model/, /references: \{ model/],
  [
    'an unknown action',
    refers({ model: 'staff', key: 'id' }, { onDelete: 'EXPLODE' }),
    /bossId/,
    /onDelete is "EXPLODE"/,
    /CASCADE/,
  ],
  [
    'a composite key over an unknown column',
    model({}, { foreignKeys: [{ columns: ['x'], references: { table: 'staff', columns: ['id'] } }] }),
    /foreignKeys \(x\)/,
    /no column "x"/,
    /its columns/,
  ],
  [
    'a composite key to an unknown column',
    model({}, { foreignKeys: [{ columns: ['id'], references: { table: 'staff', columns: ['y'] } }] }),
    /foreignKeys \(id\)/,
    /no column "y"/,
    /its columns/,
  ],
  [
    'a unique over a virtual attribute',
    model({ v: { type: DataTypes.VIRTUAL, unique: 'u' } }),
    /unique \(v\)/,
    /no column "v"/,
    /its columns/,
  ],
  [
    'a model outside the managed schemas',
    model({}, { schema: 'hr' }),
    /Staff/,
    /table hr\.staff/,
    /schemas/,
    { schemas: ['public'] },
  ],
  [
    'an enum outside the managed schemas',
    typed(DataTypes.ENUM('a'), { enumName: 'hr.level' }),
    /Staff/,
    /enum type hr\.level/,
    /schemas/,
    { schemas: ['public'] },
  ],
];

describe('a mistake in a model is MODEL_INVALID, and says where and what to do:', () => {
  test.each(INVALID)('%s', (_case, define, what, why, remedy, options) => {
    expect(errorOf(define, options)).toMatchObject({
      code: 'MODEL_INVALID',
      exitCode: 2,
      message: expect.stringMatching(what) as unknown,
      reason: expect.stringMatching(why) as unknown,
      remedy: expect.stringMatching(remedy) as unknown,
    });
  });
});

const other = (attributes: object, options: ModelOptions = {}): Define => model(attributes, options, 'Person');
const A = { type: DataTypes.INTEGER };

const DISAGREEING: [string, Define, RegExp, RegExp][] = [
  [
    'a type',
    many(model({ a: { ...A } }), other({ a: DataTypes.TEXT })),
    /Staff and Person .*staff\.a/,
    /INTEGER.*TEXT/,
  ],
  ['null', many(model({ a: { ...A } }), other({ a: { ...A, allowNull: false } })), /staff\.a/, /nullable/],
  ['a default', many(model({ a: { ...A } }), other({ a: { ...A, defaultValue: 1 } })), /staff\.a/, /"default":"1"/],
  [
    'a comment',
    many(model({ a: { ...A, comment: 'x' } }), other({ a: { ...A, comment: 'y' } })),
    /staff\.a/,
    /"x".*"y"/,
  ],
  ['a table’s comment', many(model({}, { comment: 'x' }), other({}, { comment: 'y' })), /comment of staff/, /"x".*"y"/],
  [
    'the primary key',
    many(
      model({ a: { ...A, primaryKey: true } }),
      other({ a: { ...A, allowNull: false }, b: { ...A, primaryKey: true } }),
    ),
    /primary key of staff/,
    /\["a"\].*\["b"\]/,
  ],
  [
    'an index',
    many(
      model({}, { indexes: [{ name: 'i', fields: ['id'] }] }),
      other({}, { indexes: [{ name: 'i', fields: [literal('1')] }] }),
    ),
    /the index i/,
    /one says/,
  ],
  [
    'a check',
    many(model({}, { checks: { c: 'id > 0' } }), other({}, { checks: { c: 'id > 1' } })),
    /the check c/,
    /id > 0/,
  ],
  [
    'an enum of their column',
    many(typed(DataTypes.ENUM('a')), other({ level: DataTypes.ENUM('b') })),
    /enum type enum_staff_level/,
    /\["a"\] and \["b"\]/,
  ],
  [
    'an enum whose name they share',
    many(
      typed(DataTypes.ENUM('a'), { enumName: 'level' }),
      other({ x: { type: DataTypes.ENUM('b'), enumName: 'level' } }, { tableName: 'person' }),
    ),
    /Staff and Person .*enum type level/,
    /enumName/,
  ],
];

describe('models that contradict each other are MODELS_DISAGREE:', () => {
  test.each(DISAGREEING)('about %s', (_case, define, what, why) => {
    expect(errorOf(define)).toMatchObject({
      code: 'MODELS_DISAGREE',
      exitCode: 2,
      message: expect.stringMatching(what) as unknown,
      reason: expect.stringMatching(why) as unknown,
    });
  });
});

function errorOf(define: Define, options?: DraftOptions): MigratorError {
  try {
    draftOf(define, options);
  } catch (error) {
    if (error instanceof MigratorError) return error;
    throw error;
  }
  throw new Error('it was taken');
}
