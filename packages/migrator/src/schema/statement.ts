import { alterTable, renameStatements } from './alter.ts';
import { isEqual } from './comparable.ts';
import { CONSTRAINT_CHANGES, type Operation, type OperationOf, unknownOperation } from './operation.ts';
import { quoteIdentifier, quoteName } from './quote.ts';
import { reverseAll } from './reverse.ts';
import type { ForeignKey } from './schema.ts';
import {
  addConstraint,
  checkBody,
  createEnum,
  createIndex,
  createTable,
  exclusionBody,
  foreignKeyBody,
  inheritances,
  keyBody,
  tableComments,
  uniqueBody,
  unvalidated,
} from './sql.ts';
import { columnStatements, isColumnStatement } from './statement-column.ts';
import { addEnumValue, renameEnumValue, swapEnum } from './statement-enum.ts';
import { dropGenerated, setGenerated } from './statement-generated.ts';
import { without } from './without.ts';

/** The statements of an operation, each with its semicolon. They may all run in one transaction. */
export function toSql(operation: Operation): string[] {
  if (isColumnStatement(operation)) return columnStatements(operation);
  if (isConstraintStatement(operation)) return [constraintStatement(operation)];
  switch (operation.op) {
    case 'createSchema':
      return [`CREATE SCHEMA ${quoteIdentifier(operation.name)};`];
    case 'dropSchema':
      return [`DROP SCHEMA ${quoteIdentifier(operation.name)};`];
    case 'createEnum':
      return [createEnum(operation.enum)];
    case 'dropEnum':
      return [`DROP TYPE ${quoteName(operation.enum)};`];
    case 'renameEnum':
      return renameStatements('TYPE', operation.from, operation.to);
    case 'addEnumValue':
      return [addEnumValue(operation)];
    case 'renameEnumValue':
      return [renameEnumValue(operation)];
    case 'replaceEnum':
      return around(operation.uses.dependents, swapEnum(operation));
    case 'setGenerated':
      return around(operation.dependents, setGenerated(operation));
    case 'dropGenerated':
      return dropGenerated(operation, (statements) => around(operation.dependents, statements));
    case 'createTable':
      return tableStatements(operation);
    case 'dropTable':
      return [`DROP TABLE ${quoteName(operation.table)};`];
    case 'renameTable':
      return renameStatements('TABLE', operation.from, operation.to);
    case 'addIndex':
      return [createIndex(operation.table, operation.index)];
    case 'dropIndex':
      return [`DROP INDEX ${quoteName({ schema: operation.table.schema, name: operation.index.name })};`];
    case 'renameIndex':
      return [
        `ALTER INDEX ${quoteName({ schema: operation.table.schema, name: operation.from })} RENAME TO ${quoteIdentifier(operation.to)};`,
      ];
    default:
      return unknownOperation(operation);
  }
}

/** What stands in the way dropped before the statements, and made again after them. */
const around = (dependents: readonly Operation[], statements: readonly string[]): string[] => [
  ...dependents.flatMap(toSql),
  ...statements,
  ...reverseAll(dependents).flatMap(toSql),
];

function tableStatements({ table }: OperationOf<'createTable'>): string[] {
  const lateKeys = table.foreignKeys.filter(({ notValid }) => notValid);
  const late = (key: ForeignKey): string => addConstraint(table, key.name, foreignKeyBody(key));
  return [
    createTable(
      table,
      table.foreignKeys.filter(({ notValid }) => !notValid),
    ),
    ...unvalidated(table),
    ...inheritances(table),
    ...lateKeys.map(late),
    ...table.indexes.map((index) => createIndex(table, index)),
    ...tableComments(table),
  ];
}

const OF_CONSTRAINTS = [...CONSTRAINT_CHANGES, 'renameConstraint'] as const satisfies Operation['op'][];

type ConstraintStatement = OperationOf<(typeof OF_CONSTRAINTS)[number]>;

const isConstraintStatement = (operation: Operation): operation is ConstraintStatement =>
  (OF_CONSTRAINTS as readonly string[]).includes(operation.op);

function constraintStatement(operation: ConstraintStatement): string {
  const { table } = operation;
  const drop = ({ name }: { name: string }): string => alterTable(table, `DROP CONSTRAINT ${quoteIdentifier(name)}`);
  switch (operation.op) {
    case 'addPrimaryKey':
      return addConstraint(table, operation.primaryKey.name, `PRIMARY KEY ${keyBody(operation.primaryKey)}`);
    case 'addUnique':
      return addConstraint(table, operation.unique.name, uniqueBody(operation.unique));
    case 'addCheck':
      return addConstraint(table, operation.check.name, checkBody(operation.check));
    case 'addExclusion':
      return addConstraint(table, operation.exclusion.name, exclusionBody(operation.exclusion));
    case 'addForeignKey':
      return addConstraint(table, operation.foreignKey.name, foreignKeyBody(operation.foreignKey));
    case 'dropPrimaryKey':
      return drop(operation.primaryKey);
    case 'dropUnique':
      return drop(operation.unique);
    case 'dropCheck':
      return drop(operation.check);
    case 'dropExclusion':
      return drop(operation.exclusion);
    case 'dropForeignKey':
      return drop(operation.foreignKey);
    case 'alterForeignKey':
      return alterForeignKey(operation);
    case 'renameConstraint':
      return alterTable(
        table,
        `RENAME CONSTRAINT ${quoteIdentifier(operation.from)} TO ${quoteIdentifier(operation.to)}`,
      );
    case 'validateConstraint':
      return alterTable(table, `VALIDATE CONSTRAINT ${quoteIdentifier(nameOfConstraint(operation))}`);
    default:
      return unknownOperation(operation);
  }
}

const nameOfConstraint = ({ constraint }: OperationOf<'validateConstraint'>): string =>
  constraint.kind === 'check' ? constraint.check.name : constraint.foreignKey.name;

/** In one statement, so that no moment passes without it; what is only deferred or not needs no look at the rows. */
function alterForeignKey({ table, from, to }: OperationOf<'alterForeignKey'>): string {
  const [name, next] = [quoteIdentifier(from.name), quoteIdentifier(to.name)];
  const isOnlyDeferral = isEqual(without(from, 'deferrable'), without(to, 'deferrable'));
  return isOnlyDeferral
    ? alterTable(table, `ALTER CONSTRAINT ${name} ${deferral(to)}`)
    : alterTable(table, `DROP CONSTRAINT ${name}, ADD CONSTRAINT ${next} ${foreignKeyBody(to)}`);
}

const deferral = ({ deferrable }: ForeignKey): string =>
  deferrable === undefined ? 'NOT DEFERRABLE' : `DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`;
