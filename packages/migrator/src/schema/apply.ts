import { applyToColumn, isColumnChange } from './apply-column.ts';
import { applyToTable, isTableChange } from './apply-table.ts';
import { byQualifiedName, compareText, isSameName } from './comparable.ts';
import { type Operation, unknownOperation } from './operation.ts';
import { renameColumn, renameEnum, renameEnumValue, renameTable } from './rename-in-schema.ts';
import { withValue } from './reverse.ts';
import type { EnumType, QualifiedName, Schema, Table } from './schema.ts';

/** What the schema is after the operations. */
export const applyAll = (schema: Schema, operations: readonly Operation[]): Schema => operations.reduce(apply, schema);

/** What the schema is after the operation, as PostgreSQL would have it. */
export function apply(schema: Schema, operation: Operation): Schema {
  if (isTableChange(operation)) return changeTable(schema, operation.table, (table) => applyToTable(table, operation));
  if (isColumnChange(operation))
    return changeTable(schema, operation.table, (table) => applyToColumn(table, operation));
  switch (operation.op) {
    case 'createSchema':
      return { ...schema, schemas: [...schema.schemas, operation.name].toSorted(compareText) };
    case 'dropSchema':
      return { ...schema, schemas: schema.schemas.filter((name) => name !== operation.name) };
    case 'createEnum':
      return { ...schema, enums: [...schema.enums, operation.enum].toSorted(byQualifiedName) };
    case 'dropEnum':
      return { ...schema, enums: schema.enums.filter((type) => !isSameName(type, operation.enum)) };
    case 'renameEnum':
      return renameEnum(schema, operation.from, operation.to);
    case 'renameEnumValue':
      return renameEnumValue(schema, operation.enum, operation.from, operation.to);
    case 'addEnumValue':
      return setValues(schema, operation.enum, (values) => withValue(values, operation.value, operation.before));
    case 'replaceEnum':
      return setValues(schema, operation.enum, () => operation.to);
    case 'createTable':
      return { ...schema, tables: [...schema.tables, operation.table].toSorted(byQualifiedName) };
    case 'dropTable':
      return { ...schema, tables: schema.tables.filter((table) => !isSameName(table, operation.table)) };
    case 'renameTable':
      return renameTable(schema, operation.from, operation.to);
    case 'renameColumn':
      return renameColumn(schema, operation.table, operation.from, operation.to);
    default:
      return unknownOperation(operation);
  }
}

const setValues = (schema: Schema, name: QualifiedName, change: (values: string[]) => string[]): Schema => ({
  ...schema,
  enums: schema.enums.map(
    (type): EnumType => (isSameName(type, name) ? { ...type, values: change(type.values) } : type),
  ),
});

const changeTable = (schema: Schema, name: QualifiedName, change: (table: Table) => Table): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => (isSameName(table, name) ? change(table) : table)),
});
