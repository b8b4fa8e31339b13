import type { DropdbStmt, DropStmt, Node } from 'libpg-query';
import { isSameName } from '../schema/comparable.ts';
import { shortName } from '../schema/problem.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { danger, type Effect, effectOf, type Scope, tableIn, unknownTable } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';
import { objectNameOf, strings } from './tree.ts';

export function dropEffects({ removeType, objects = [], behavior, concurrent }: DropStmt, scope: Scope): Effect[] {
  const isCascade = behavior === 'DROP_CASCADE';
  switch (removeType) {
    case 'OBJECT_TABLE':
      return objects.map((object) => dropTable(objectNameOf(object, scope.schema), scope));
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return objects.flatMap((object) => dropType(objectNameOf(object, scope.schema), isCascade, scope));
    case 'OBJECT_INDEX':
      return concurrent ? refusedInTransaction('DROP INDEX CONCURRENTLY', scope) : [];
    case 'OBJECT_SCHEMA':
      return isCascade ? objects.map((object) => dropWhole(`schema ${ownName(object)}`)) : [];
    case 'OBJECT_EXTENSION':
      return isCascade ? objects.map((object) => dropColumnsOf(`of a type of ${ownName(object)}`)) : [];
    default:
      return [];
  }
}

/** Schemas and extensions are named by one word. */
const ownName = (object: Node): string => strings([object]).join('');

const dropTable = (name: QualifiedName, scope: Scope): Effect =>
  effectOf({ op: 'dropTable', table: tableIn(scope, name) ?? unknownTable(name) });

/** Without CASCADE a type goes only when nothing has it. */
function dropType(name: QualifiedName, isCascade: boolean, { picture }: Scope): Effect[] {
  const type = picture.enums.find((item) => isSameName(item, name));
  return [
    ...(isCascade ? [dropColumnsOf(`of the type ${shortName(name)}`)] : []),
    ...(type === undefined ? [] : [effectOf({ op: 'dropEnum', enum: type })]),
  ];
}

const dropColumnsOf = (which: string): Effect =>
  danger('data-loss', `Every column ${which} is dropped with it. Drop or retype the columns by name first.`);

const dropWhole = (what: string): Effect =>
  danger('data-loss', `Every table in ${what} is dropped with all its rows. Drop the tables by name, and keep a copy.`);

export const dropDatabaseEffects = ({ dbname = '' }: DropdbStmt, scope: Scope): Effect[] => [
  dropWhole(`database ${dbname}`),
  ...refusedInTransaction('DROP DATABASE', scope),
];

export const dropOwnedEffects = (): Effect[] => [dropWhole('the possession of the role')];
