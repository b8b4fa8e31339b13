import type { Sequelize } from 'sequelize';
import { modelInvalid } from '../errors.ts';
import type { ModelHints } from '../schema/hints.ts';
import { isIgnored } from '../schema/ignore.ts';
import { byName } from '../schema/order.ts';
import type { Schema } from '../schema/schema.ts';
import { assertColumns } from './check-tables.ts';
import { type ModelClass, type Reader, readerOf } from './internals.ts';
import { keyOf, mergeEnums, mergeTables } from './merge-tables.ts';
import { nameTables } from './name-tables.ts';
import { readModel, tableOf } from './read-model.ts';
import type { TableDraft } from './table-draft.ts';

/**
 * What models say, as a Schema in their own words: types like `VARCHAR(40)`, defaults as SQL text. It becomes canonical
 * by being run on a scratch database (`schemaSql`) and introspected.
 */
export interface Draft {
  schema: Schema;
  hints: ModelHints;
}

export interface DraftOptions {
  /** The schemas that are managed. Default: those of the models. */
  schemas?: readonly string[];
  /** Tables never looked at, as for `introspect`. */
  ignore?: readonly (string | RegExp)[];
  /** Where the tables are that name no schema. Default `public`. */
  defaultSchema?: string;
}

/**
 * Reads the models of a Sequelize, decorated or defined. It neither connects nor changes the models; everything that
 * `sequelize.sync()` would make is in the draft, under the names that sync gives, and what sync loses (`include` of an
 * index, `checks` …) is in it too.
 *
 * @throws MigratorError MODEL_INVALID, MODELS_DISAGREE
 */
export function draftFromModels(sequelize: Sequelize, options: DraftOptions = {}): Draft {
  const { ignore = [], defaultSchema = 'public' } = options;
  const reader = readerOf(sequelize, defaultSchema);
  const models = writtenModels(reader).filter((model) => !isIgnoredModel(reader, model, ignore));
  const drafts = models.map((model) => readModel(reader, model));
  const tables = mergeTables(inOrderOfSync(reader, drafts));
  tables.forEach(assertColumns);
  const byKey = new Map(tables.map((table) => [keyOf(table), table]));
  const named = nameTables(tables, { tables: byKey, ignore, defaultSchema });
  return {
    schema: {
      schemas: managedSchemas(options.schemas, tables, defaultSchema),
      enums: mergeEnums(tables).toSorted(byName),
      tables: named.map(({ table }) => table).toSorted(byName),
    },
    hints: {
      unnamed: named.flatMap(({ unnamed }) => unnamed),
      renamedFrom: tables.flatMap(({ renames }) => renames),
    },
  };
}

/** What belongsToMany makes up for a table gives way to the model that somebody has written of it. */
function writtenModels(reader: Reader): ModelClass[] {
  const isMadeUp = ({ options }: ModelClass): boolean => options.through !== undefined;
  const written = reader.models.filter((model) => !isMadeUp(model)).map((model) => keyOf(tableOf(reader, model)));
  const known = new Set(written);
  return reader.models.filter((model) => !isMadeUp(model) || !known.has(keyOf(tableOf(reader, model))));
}

function isIgnoredModel(reader: Reader, model: ModelClass, ignore: readonly (string | RegExp)[]): boolean {
  const { schema, name } = tableOf(reader, model);
  return isIgnored(ignore, schema, name);
}

/** Referenced tables first. Of two names that collide, it decides which one gets the number. */
function inOrderOfSync(reader: Reader, drafts: readonly TableDraft[]): TableDraft[] {
  const sorted = reader.sorted().map((model) => keyOf(tableOf(reader, model)));
  const position = new Map(sorted.map((key, index) => [key, index]));
  const positionOf = (draft: TableDraft): number => position.get(keyOf(draft)) ?? sorted.length;
  return drafts.toSorted((a, b) => positionOf(a) - positionOf(b));
}

/** @throws MODEL_INVALID where a model lies outside the managed schemas: silence would call its table clean */
function managedSchemas(
  given: readonly string[] | undefined,
  tables: readonly TableDraft[],
  defaultSchema: string,
): string[] {
  const used = tables.flatMap((table) => [table.schema, ...table.enums.map(({ schema }) => schema)]);
  const managed = new Set(given ?? [defaultSchema, ...used]);
  for (const table of tables) assertManaged(managed, table);
  return [...managed].toSorted();
}

function assertManaged(managed: ReadonlySet<string>, { schema, name, models, enums }: TableDraft): void {
  const outside = [{ schema, name, kind: 'table' }, ...enums.map((type) => ({ ...type, kind: 'enum type' }))].find(
    (thing) => !managed.has(thing.schema),
  );
  if (outside === undefined) return;
  const why = `its ${outside.kind} ${outside.schema}.${outside.name} is in a schema that is not managed`;
  const remedy = "add the schema to the config's `schemas`, or name the table in `ignore`";
  throw modelInvalid(models.join(' and '), undefined, why, remedy);
}
