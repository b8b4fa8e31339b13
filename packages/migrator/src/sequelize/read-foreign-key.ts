import { modelInvalid } from '../errors.ts';
import type { Deferrable, ReferentialAction } from '../schema/schema.ts';
import type { ForeignKeyOptions } from './augmentation.ts';
import {
  type Attribute,
  type ModelClass,
  nameOf,
  type QueryGenerator,
  type Reader,
  type Reference,
  type TableName,
  tableNameOf,
} from './internals.ts';
import type { ForeignKeyDraft } from './table-draft.ts';

/** `references` of the attributes, which every association has become, then the model's own `foreignKeys`. */
export function readForeignKeys(
  reader: Reader,
  model: ModelClass,
  attributes: readonly Attribute[],
): ForeignKeyDraft[] {
  const referencing = attributes.filter(({ references }) => references !== undefined && references !== null);
  return [
    ...referencing.map((attribute) => readReference(reader, model, attribute)),
    ...(model.options.foreignKeys ?? []).map((options) => readComposite(reader, model, options)),
  ];
}

function readReference(reader: Reader, model: ModelClass, attribute: Attribute): ForeignKeyDraft {
  const { fieldName, field, onDelete, onUpdate } = attribute;
  const target = tableNameOf(reader, targetOf(model, attribute));
  const { key = 'id', deferrable: when } = attribute.references as Reference;
  const deferrable = readDeferrable(when, reader.generator);
  return {
    columns: [nameOf(reader, field)],
    references: { ...target, columns: [nameOf(reader, key)] },
    onDelete: readAction(model, fieldName, 'onDelete', onDelete),
    onUpdate: readAction(model, fieldName, 'onUpdate', onUpdate),
    ...(deferrable !== undefined && { deferrable }),
    model: model.name,
    part: fieldName,
  };
}

function targetOf({ name }: ModelClass, { fieldName, references }: Attribute): TableName {
  const model = typeof references === 'object' ? references.model : undefined;
  if (model) return typeof model !== 'string' && 'getTableName' in model ? model.getTableName() : model;
  const why = 'its references names no model, and sync() fails on it';
  throw modelInvalid(name, fieldName, why, "write references: { model: 'table', key: 'column' }");
}

function readDeferrable(when: Reference['deferrable'], generator: QueryGenerator): Deferrable | undefined {
  const text = when?.toString(generator);
  if (text === 'DEFERRABLE INITIALLY DEFERRED') return 'deferred';
  return text === 'DEFERRABLE INITIALLY IMMEDIATE' ? 'immediate' : undefined;
}

const ACTIONS = new Map<string, ReferentialAction>([
  ['', 'noAction'],
  ['NO ACTION', 'noAction'],
  ['RESTRICT', 'restrict'],
  ['CASCADE', 'cascade'],
  ['SET NULL', 'setNull'],
  ['SET DEFAULT', 'setDefault'],
]);

function readAction(model: ModelClass, part: string, option: string, text: unknown): ReferentialAction {
  const action = ACTIONS.get(typeof text === 'string' ? text.trim().toUpperCase() : '');
  if (action !== undefined) return action;
  const why = `its ${option} is ${JSON.stringify(text)}`;
  throw modelInvalid(model.name, part, why, 'use CASCADE, RESTRICT, SET NULL, SET DEFAULT or NO ACTION');
}

function readComposite(reader: Reader, model: ModelClass, options: ForeignKeyOptions): ForeignKeyDraft {
  const { name, columns, references, onDelete, onUpdate, deferrable } = options;
  const part = `foreignKeys (${columns.join(', ')})`;
  return {
    ...(name !== undefined && { name: nameOf(reader, name) }),
    columns: columns.map((column) => nameOf(reader, column)),
    references: {
      schema: references.schema === undefined ? undefined : nameOf(reader, references.schema),
      name: nameOf(reader, references.table),
      columns: references.columns.map((column) => nameOf(reader, column)),
    },
    onDelete: readAction(model, part, 'onDelete', onDelete),
    onUpdate: readAction(model, part, 'onUpdate', onUpdate),
    ...(deferrable !== undefined && { deferrable }),
    model: model.name,
    part,
  };
}
