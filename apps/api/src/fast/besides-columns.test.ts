import { DataTypes, Sequelize } from 'sequelize';
import { expect, test } from 'vitest';
import { besidesColumns } from './besides-columns.ts';

const define = (options: object) =>
  new Sequelize('postgres://u@127.0.0.1:1/none').define('thing', { name: DataTypes.STRING }, options);

function stamp() {}

test('a model of columns alone has nothing besides', () => {
  expect(besidesColumns(define({}), [])).toEqual({ reading: [], writing: [] });
});

test.each<[string, object, { reading: string[]; writing: string[] }]>([
  ['a hook on creating', { hooks: { beforeCreate: stamp } }, { reading: [], writing: ['beforeCreate'] }],
  ['a hook on finding', { hooks: { afterFind: stamp } }, { reading: ['afterFind'], writing: [] }],
  [
    'a default scope',
    { defaultScope: { where: { name: 'x' } } },
    { reading: ['defaultScope'], writing: ['defaultScope'] },
  ],
  ['a validator of the whole', { validate: { odd: stamp } }, { reading: [], writing: ['odd'] }],
  ['rows that are only marked as deleted', { paranoid: true }, { reading: ['paranoid'], writing: ['paranoid'] }],
])('%s is', (_what, options, expected) => {
  expect(besidesColumns(define(options), [])).toEqual(expected);
});

test('a hook that is known not to be needed is not', () => {
  expect(besidesColumns(define({ hooks: { beforeCreate: stamp } }), ['stamp'])).toEqual({ reading: [], writing: [] });
});

test('a hook on the Sequelize of the model is', () => {
  const model = define({});
  model.sequelize?.addHook('beforeBulkCreate', 'audit', stamp);
  expect(besidesColumns(model, []).writing).toEqual(['beforeBulkCreate']);
});

test('validators and accessors of attributes are', () => {
  const model = new Sequelize('postgres://u@127.0.0.1:1/none').define('thing', {
    name: { type: DataTypes.STRING, validate: { len: [1, 2] } },
    shown: { type: DataTypes.STRING, get: () => 'x' },
  });
  expect(besidesColumns(model, [])).toEqual({
    reading: ["shown's accessor"],
    writing: ["shown's accessor", 'name.len'],
  });
  expect(besidesColumns(model, ['name.len']).writing).toEqual(["shown's accessor"]);
});
