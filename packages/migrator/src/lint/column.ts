import type { ColumnDef, Constraint, Node } from 'libpg-query';
import { all, as, strings, visit } from '../postgres/parse-tree.ts';
import { objectName } from '../schema/object-name.ts';
import type { AutoIncrement, Column, QualifiedName } from '../schema/schema.ts';
import type { Scope } from './scope.ts';
import { columnType, isSerial } from './type-name.ts';

/** A column as CREATE TABLE and ADD COLUMN define it, as far as a hazard depends on it. */
export function readColumn(table: QualifiedName, definition: ColumnDef, scope: Scope): Column {
  const { colname: name = '', typeName = {} } = definition;
  const constraints = columnConstraints(definition);
  const generated = constraints.find(({ contype }) => contype === 'CONSTR_GENERATED');
  const standard = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const numbering = numberingKind(definition);
  const isRequired = constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY');
  return {
    name,
    ...columnType(typeName, scope),
    nullable: !isRequired && numbering === undefined,
    ...(standard !== undefined && !isNull(standard) && { default: callsOf(standard) }),
    ...(generated !== undefined && {
      generated: { expression: '', kind: generated.generated_kind === 's' ? 'stored' : 'virtual' },
    }),
    ...(numbering !== undefined && { autoIncrement: autoIncrement(table, name, numbering) }),
  };
}

/** The constraints that stand in a column's definition. */
export const columnConstraints = ({ constraints }: ColumnDef): Constraint[] => all(constraints, 'Constraint');

function numberingKind(definition: ColumnDef): AutoIncrement['kind'] | undefined {
  const identity = columnConstraints(definition).find(({ contype }) => contype === 'CONSTR_IDENTITY');
  if (identity !== undefined) return identity.generated_when === 'a' ? 'always' : 'byDefault';
  return isSerial(definition.typeName ?? {}) ? 'serial' : undefined;
}

/** Of its sequence nothing but the name is ever looked at. */
const autoIncrement = (
  { schema, name }: QualifiedName,
  column: string,
  kind: AutoIncrement['kind'],
): AutoIncrement => ({
  kind,
  sequence: {
    schema,
    name: objectName(name, column, 'seq'),
    type: 'bigint',
    start: '1',
    increment: '1',
    minimum: '1',
    maximum: '9223372036854775807',
    cycle: false,
  },
});

/** DEFAULT NULL is no default. */
const isNull = (expression: Node): boolean => {
  const cast = as(expression, 'TypeCast');
  return cast?.arg === undefined ? as(expression, 'A_Const')?.isnull === true : isNull(cast.arg);
};

/** An expression that calls the same functions, which is all that a hazard depends on. */
function callsOf(expression: Node): string {
  const names: string[] = [];
  visit(expression, (kind, content) => {
    if (kind === 'FuncCall') names.push(strings((content as { funcname?: Node[] }).funcname).at(-1) ?? '');
    return true;
  });
  return names.length === 0 ? 'NULL' : names.map((name) => `${name}()`).join(', ');
}
