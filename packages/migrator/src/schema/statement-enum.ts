import { clip } from './object-name.ts';
import type { EnumUses, OperationOf } from './operation.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from './quote.ts';
import type { QualifiedName } from './schema.ts';
import { createEnum } from './sql.ts';

export function addEnumValue({ enum: type, value, before }: OperationOf<'addEnumValue'>): string {
  const place = before === undefined ? '' : ` BEFORE ${quoteLiteral(before)}`;
  return `ALTER TYPE ${quoteName(type)} ADD VALUE ${quoteLiteral(value)}${place};`;
}

export const renameEnumValue = ({ enum: type, from, to }: OperationOf<'renameEnumValue'>): string =>
  `ALTER TYPE ${quoteName(type)} RENAME VALUE ${quoteLiteral(from)} TO ${quoteLiteral(to)};`;

/** A new type beside the old one, every column converted by its labels, then the new one in the old one's place. */
export function swapEnum({ enum: type, to, uses }: OperationOf<'replaceEnum'>): string[] {
  const beside = { schema: type.schema, name: `${clip(type.name, 58)}__new` };
  return [
    createEnum({ ...beside, values: to }),
    ...tablesOf(uses).map((columns) => convert(columns, beside)),
    `DROP TYPE ${quoteName(type)};`,
    `ALTER TYPE ${quoteName(beside)} RENAME TO ${quoteIdentifier(type.name)};`,
  ];
}

type Use = EnumUses['columns'][number];

/** The columns of each table together: it is rewritten once. */
function tablesOf({ columns }: EnumUses): Use[][] {
  const tables = new Map<string, Use[]>();
  for (const use of columns) {
    const name = quoteName(use.table);
    tables.set(name, [...(tables.get(name) ?? []), use]);
  }
  return [...tables.values()];
}

function convert(columns: readonly Use[], type: QualifiedName): string {
  const actions = columns.map(({ column, isArray }) => {
    const [name, array] = [quoteIdentifier(column), isArray ? '[]' : ''];
    return `ALTER COLUMN ${name} TYPE ${quoteName(type)}${array} USING ${name}::text${array}::${quoteName(type)}${array}`;
  });
  const table = columns[0]?.table;
  return table === undefined ? '' : `ALTER TABLE ${quoteName(table)}\n  ${actions.join(',\n  ')};`;
}
