import { isEqual, isSameName } from './comparable.ts';
import { mentionsType, stringsIn } from './expression.ts';
import type { EnumUses, Operation } from './operation.ts';
import type { EnumType, Schema, Table } from './schema.ts';

/** Filled in by the plan, which knows what the schema is when the operation's turn comes. */
const NO_USES: EnumUses = { columns: [], dependents: [] };

/** @param retyped whether a column gets this type in the same migration */
export function diffEnums(from: Schema, to: Schema, retyped: (type: EnumType) => boolean): Operation[] {
  const added = to.enums.filter((type) => !from.enums.some((other) => isSameName(other, type)));
  const dropped = from.enums.filter((type) => !to.enums.some((other) => isSameName(other, type)));
  return [
    ...added.map((type) => ({ op: 'createEnum' as const, enum: type })),
    ...from.enums.flatMap((type) => {
      const wanted = to.enums.find((other) => isSameName(other, type));
      return wanted === undefined
        ? []
        : diffValues(type, wanted, isUsedAtOnce(type, wanted, from, to) || retyped(type));
    }),
    ...dropped.map((type) => ({ op: 'dropEnum' as const, enum: type })),
  ];
}

/** A new value can't be used in the transaction that adds it; then, and where values go or move, the type is rebuilt. */
function diffValues(from: EnumType, to: EnumType, usedAtOnce: boolean): Operation[] {
  if (isEqual(from.values, to.values)) return [];
  const name = { schema: from.schema, name: from.name };
  const isKept = isEqual(
    to.values.filter((value) => from.values.includes(value)),
    from.values,
  );
  if (isKept && !usedAtOnce) return addedValues(from, to);
  return [{ op: 'replaceEnum', enum: name, from: from.values, to: to.values, uses: NO_USES }];
}

function addedValues(from: EnumType, to: EnumType): Operation[] {
  const operations: Operation[] = [];
  let values = from.values;
  for (const [at, value] of to.values.entries()) {
    if (values.includes(value)) continue;
    const before = to.values.slice(at).find((next) => from.values.includes(next));
    const name = { schema: to.schema, name: to.name };
    operations.push({
      op: 'addEnumValue',
      enum: name,
      value,
      ...(before !== undefined && { before }),
      from: values,
      uses: NO_USES,
    });
    values = values.toSpliced(before === undefined ? values.length : values.indexOf(before), 0, value);
  }
  return operations;
}

/** Whether an expression of the wanted side may hold a value that is new. One that was there before can't. */
function isUsedAtOnce(from: EnumType, to: EnumType, was: Schema, schema: Schema): boolean {
  const added = to.values.filter((value) => !from.values.includes(value));
  const old = new Set(was.tables.flatMap(expressionsOf));
  const texts = schema.tables.flatMap(expressionsOf).filter((text) => mentionsType(text, to) && !old.has(text));
  return texts.flatMap(stringsIn).some((text) => added.some((value) => text.includes(value)));
}

/** Every expression of a table. */
const expressionsOf = ({ columns, checks, exclusions, indexes }: Table): string[] => [
  ...columns.flatMap((column) => [column.default ?? '', column.generated?.expression ?? '']),
  ...checks.map(({ expression }) => expression),
  ...exclusions.map(({ definition }) => definition),
  ...indexes.flatMap(({ keys, where = '' }) => [...keys.map(({ definition }) => definition), where]),
];
