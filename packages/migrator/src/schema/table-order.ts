import { isSameName } from './comparable.ts';
import type { Operation } from './operation.ts';
import type { ForeignKey, QualifiedName, Table } from './schema.ts';

/**
 * Created tables stand behind those that they refer to, dropped ones before them. A foreign key of a cycle is taken out of its
 * table and stands for itself.
 */
export function orderTables(operations: readonly Operation[]): Operation[] {
  const created = operations.filter((operation) => operation.op === 'createTable').map(({ table }) => table);
  const dropped = operations.filter((operation) => operation.op === 'dropTable').map(({ table }) => table);
  return [
    ...operations.filter(({ op }) => op !== 'createTable' && op !== 'dropTable'),
    ...inOrder(dropped)
      .toReversed()
      .map(({ table }): Operation => ({ op: 'dropTable', table })),
    ...inOrder(dropped).flatMap(({ table, late }) =>
      late.map((foreignKey) => loose('dropForeignKey', table, foreignKey)),
    ),
    ...inOrder(created).map(({ table }): Operation => ({ op: 'createTable', table })),
    ...inOrder(created).flatMap(({ table, late }) =>
      late.map((foreignKey) => loose('addForeignKey', table, foreignKey)),
    ),
  ];
}

const loose = (op: 'addForeignKey' | 'dropForeignKey', { schema, name }: Table, foreignKey: ForeignKey): Operation => ({
  op,
  table: { schema, name },
  foreignKey,
});

interface Ordered {
  /** Without the foreign keys that are late. */
  table: Table;
  /** Those that lead to tables further on. */
  late: ForeignKey[];
}

/** Each table behind those that it refers to, as far as there are no cycles. */
function inOrder(tables: readonly Table[]): Ordered[] {
  const ordered: Table[] = [];
  const visit = (table: Table, path: readonly Table[]): void => {
    if (ordered.includes(table) || path.includes(table)) return;
    for (const { references } of table.foreignKeys) {
      const target = tables.find((other) => isSameName(other, references));
      if (target !== undefined) visit(target, [...path, table]);
    }
    ordered.push(table);
  };
  for (const table of tables) visit(table, []);
  return ordered.map((table, at) => withoutLate(table, ordered.slice(at + 1)));
}

function withoutLate(table: Table, further: readonly QualifiedName[]): Ordered {
  const isLate = ({ references }: ForeignKey): boolean => further.some((other) => isSameName(other, references));
  return {
    table: { ...table, foreignKeys: table.foreignKeys.filter((key) => !isLate(key)) },
    late: table.foreignKeys.filter(isLate),
  };
}
