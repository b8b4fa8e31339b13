import { readFile } from 'node:fs/promises';
import { diagram, draftFromModels } from '@roster/migrator';
import { models } from '@roster/models';
import { Sequelize } from 'sequelize-typescript';
import { expect, test } from 'vitest';

test('the diagram in the README of the models is what `migrate diagram` prints', async () => {
  const readme = await readFile(new URL('../packages/models/README.md', import.meta.url), 'utf8');
  const shown = /```mermaid\n([^]*?)\n```/.exec(readme)?.[1];
  const sequelize = new Sequelize({ dialect: 'postgres', logging: false, models });
  expect(shown).toBe(diagram(draftFromModels(sequelize).schema));
});
