import { createTestDatabase } from '@roster/local-postgres/testing';
import { type ModelCtor, Sequelize } from 'sequelize-typescript';
import { afterAll, beforeAll } from 'vitest';

/** A database of its own for a file of tests, with the tables of `models` made by sync. */
export function useDatabase(models: ModelCtor[]): { sequelize: Sequelize } {
  const place = {} as { sequelize: Sequelize };
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createTestDatabase('models');
    drop = database.drop;
    place.sequelize = new Sequelize(database.url, { logging: false, models });
    await place.sequelize.sync();
  });
  afterAll(async () => {
    await place.sequelize.close();
    await drop();
  });
  return place;
}
