import { defineConfig } from '@roster/migrator';

export default defineConfig({
  models: async (sequelize) => sequelize.addModels((await import('@roster/models')).models),
  migrations: './packages/models/migrations',
  url: process.env['DATABASE_URL'],
});
