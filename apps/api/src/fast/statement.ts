import type { FindOptions, Model, ModelStatic } from 'sequelize';

/** SQL with places for values. One with a name is parsed once by each connection and then known by it. */
export interface Statement {
  name?: string;
  text: string;
}

/** What Sequelize's query generator has and its types lack. */
interface QueryGenerator {
  selectQuery(table: unknown, options: object, model: ModelStatic<Model>): string;
}

/** @throws TypeError where the model is bound to no Sequelize */
const generatorOf = ({ sequelize }: ModelStatic<Model>): QueryGenerator =>
  (sequelize as unknown as { getQueryInterface(): { queryGenerator: QueryGenerator } }).getQueryInterface()
    .queryGenerator;

/** The SQL that `model.findAll(options)` would send; places for values are literals in it (`literal('$1')`). */
export const selectText = (model: ModelStatic<Model>, options: FindOptions): string =>
  generatorOf(model).selectQuery(model.getTableName(), { ...options, tableNames: [model.tableName] }, model);

/** By how many names a connection of the server may remember statements: it forgets none by itself. */
const MOST_NAMES = 256;

/**
 * Statements by what makes them different. Clients choose filters and orders, and so how many there are: those past a
 * number are made anew each time, and have no name.
 *
 * @param make what Sequelize is asked only once
 */
export function statements<Shape>(
  prefix: string,
  make: (shape: Shape) => string,
  keyOf: (shape: Shape) => string,
): (shape: Shape) => Statement {
  const known = new Map<string, Statement>();
  return (shape) => {
    const key = keyOf(shape);
    const found = known.get(key);
    if (found !== undefined) return found;
    const text = make(shape);
    if (known.size >= MOST_NAMES) return { text };
    const statement = { name: `${prefix} ${known.size}`, text };
    known.set(key, statement);
    return statement;
  };
}
