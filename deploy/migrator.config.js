/** The migrator in an image, beside the API and with its packages. The database is that of MIGRATE_DATABASE_URL or DATABASE_URL. */
import { defineConfig } from '@roster/migrator';
import { models } from '@roster/models';
import { migrations } from '@roster/models/migrations';

export default defineConfig({
  models: (sequelize) => sequelize.addModels(models),
  migrations,
});
