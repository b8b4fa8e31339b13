import type { DropdbStmt, DropStmt, Node } from 'libpg-query';
import { objectNameOf, strings } from '../postgres/parse-tree.ts';
import { isSameName } from '../schema/comparable.ts';
import { shortName } from '../schema/problem.ts';
import type { QualifiedName } from '../schema/schema.ts';
import { danger, type Effect, effectOf, type Scope, tableIn, unknownTable } from './scope.ts';
import { refusedInTransaction } from './transaction.ts';

export const dropEffects = (statement: DropStmt, scope: Scope): Effect[] =>
  READERS[statement.removeType ?? 'OBJECT_VIEW']?.(statement, scope) ?? [];

type Reader = (statement: DropStmt, scope: Scope) => Effect[];

const isCascade = ({ behavior }: DropStmt): boolean => behavior === 'DROP_CASCADE';

const dropTypes: Reader = (statement, scope) =>
  (statement.objects ?? []).flatMap((object) =>
    dropType(objectNameOf(object, scope.schema), isCascade(statement), scope),
  );

/** For what else can be dropped no row is lost. */
const READERS: { [Type in NonNullable<DropStmt['removeType']>]?: Reader } = {
  OBJECT_TABLE: ({ objects = [] }, scope) =>
    objects.map((object) => dropTable(objectNameOf(object, scope.schema), scope)),
  OBJECT_TYPE: dropTypes,
  OBJECT_DOMAIN: dropTypes,
  OBJECT_INDEX: ({ concurrent }, scope) => (concurrent ? refusedInTransaction('DROP INDEX CONCURRENTLY', scope) : []),
  OBJECT_SCHEMA: (statement) =>
    isCascade(statement) ? (statement.objects ?? []).map((object) => dropWhole(`schema ${ownName(object)}`)) : [],
  OBJECT_EXTENSION: (statement) =>
    isCascade(statement)
      ? (statement.objects ?? []).map((object) => dropColumnsOf(`of a type of ${ownName(object)}`))
      : [],
};

/** Schemas and extensions are named by one word. */
const ownName = (object: Node): string => strings([object]).join('');

const dropTable = (name: QualifiedName, scope: Scope): Effect =>
  effectOf({ op: 'dropTable', table: tableIn(scope, name) ?? unknownTable(name) });

/** Without CASCADE a type goes only when nothing has it. */
function dropType(name: QualifiedName, cascades: boolean, { picture }: Scope): Effect[] {
  const type = picture.enums.find((item) => isSameName(item, name));
  return [
    ...(cascades ? [dropColumnsOf(`of the type ${shortName(name)}`)] : []),
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
