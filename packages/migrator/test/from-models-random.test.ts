import fc from 'fast-check';
import {
  DataTypes,
  literal,
  type ModelAttributes,
  type ModelOptions,
  type ModelStatic,
  type Sequelize,
} from 'sequelize';
import { expect, test } from 'vitest';
import { both, type Define, usePair } from './synced.ts';

const pair = usePair('random');

/** Names that collide once PostgreSQL joins or cuts them, and hostile ones. */
const COLUMNS = ['a', 'b', 'a_b', 'b_c', 'userName', 'select', '资金', `long${'x'.repeat(50)}`, 'e f'];
const TABLES = ['t', 't_a', 'T', 'order', '员工', 'x'.repeat(46)];

const TYPES: [() => unknown, unknown][] = [
  [() => DataTypes.STRING(40), "it's"],
  [() => DataTypes.INTEGER, 3],
  [() => DataTypes.ENUM('x', 'y'), 'y'],
  [() => DataTypes.ARRAY(DataTypes.ENUM('x', 'y')), ['x']],
  [() => DataTypes.JSONB, { a: [1] }],
  [() => DataTypes.DATE, literal('now()')],
  [() => DataTypes.DECIMAL(10, 2), 1.5],
  [() => DataTypes.ARRAY(DataTypes.TEXT), []],
  [() => DataTypes.UUID, DataTypes.UUIDV4],
  [() => DataTypes.BIGINT, null],
];

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

const column = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.nat(TYPES.length - 1),
  hasDefault: fc.boolean(),
  allowNull: maybe(fc.boolean()),
  unique: maybe(fc.constantFrom(true, 'u1', 'u2')),
  comment: maybe(fc.constant("it's $$ 注")),
  isIndexed: fc.boolean(),
});

const model = fc.record({
  table: fc.constantFrom(...TABLES),
  key: fc.constantFrom('id', 'own', 'two'),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 6 }),
  options: fc.record({
    timestamps: fc.boolean(),
    paranoid: fc.boolean(),
    underscored: fc.boolean(),
    version: fc.boolean(),
  }),
});

const link = fc.record({
  from: fc.nat(3),
  to: fc.nat(3),
  kind: fc.constantFrom('belongsTo', 'hasMany', 'belongsToMany'),
});

const database = fc.record({
  models: fc.uniqueArray(model, { selector: ({ table }) => table, minLength: 1, maxLength: 4 }),
  links: fc.uniqueArray(link, {
    selector: ({ from, to }) => `${Math.min(from, to)} ${Math.max(from, to)}`,
    maxLength: 4,
  }),
  schema: maybe(fc.constant('hr')),
});

type Of<A> = A extends fc.Arbitrary<infer Value> ? Value : never;

function attributesOf({ key, columns }: Of<typeof model>): ModelAttributes {
  const keys = { id: [], own: ['code'], two: ['code', 'part'] }[key];
  return Object.fromEntries([
    ...keys.map((name) => [name, { type: DataTypes.INTEGER, primaryKey: true }]),
    ...columns.map(({ name, type, hasDefault, isIndexed: _isIndexed, ...options }) => {
      const [typeOf, value] = TYPES[type] as (typeof TYPES)[number];
      const said = Object.entries(options).filter(([, option]) => option !== undefined);
      return [name, { type: typeOf(), ...Object.fromEntries(said), ...(hasDefault && { defaultValue: value }) }];
    }),
  ]) as ModelAttributes;
}

function defineModel(sequelize: Sequelize, one: Of<typeof model>, schema: string | undefined): ModelStatic<never> {
  const field = (name: string): string => (one.options.underscored ? name.replace('userName', 'user_name') : name);
  const indexes = one.columns
    .filter(({ isIndexed, type }) => isIndexed && type !== 4)
    .map(({ name }, position) => ({ name: `i${position} ${one.table}`, fields: [field(name)] }));
  const options: ModelOptions = {
    ...one.options,
    tableName: one.table,
    indexes,
    ...(schema !== undefined && { schema }),
  };
  return sequelize.define(one.table, attributesOf(one), options) as unknown as ModelStatic<never>;
}

/** Only backwards, because sync() repeats every unique where foreign keys make a cycle. */
function associate(models: ModelStatic<never>[], { from, to, kind }: Of<typeof link>): void {
  const [source, target] = [models[Math.max(from, to)], models[Math.min(from, to)]];
  const isSimple = (one: typeof source): boolean => one?.primaryKeyAttributes.length === 1;
  if (source === undefined || target === undefined || !isSimple(target)) return;
  if (kind === 'belongsTo' || source === target)
    source.belongsTo(target, { as: `as${from}${to}`, foreignKey: `fk${from}${to}` });
  else if (kind === 'hasMany') target.hasMany(source, { foreignKey: { name: `own${from}${to}`, allowNull: false } });
  else if (isSimple(source)) source.belongsToMany(target, { through: `through${from}${to}` });
}

const defining =
  ({ models, links, schema }: Of<typeof database>): Define =>
  (sequelize) => {
    const made = models.map((one) => defineModel(sequelize, one, schema));
    for (const one of links) associate(made, one);
  };

test('the draft of random models leads to what sync() makes', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(database, async (spec) => {
      const { synced, drafted } = await both(pair, defining(spec));
      expect(drafted).toEqual(synced);
    }),
    { numRuns: 40 },
  );
});
