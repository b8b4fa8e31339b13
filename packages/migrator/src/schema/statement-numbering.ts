import { alterColumn } from './alter.ts';
import { retypedSequence } from './apply-column.ts';
import type { OperationOf } from './operation.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from './quote.ts';
import type { QualifiedName, Sequence } from './schema.ts';
import { createSequence, identityClause, ownSequence } from './sql.ts';

interface Place {
  table: QualifiedName;
  column: string;
}

export const addAutoIncrement = ({ table, column, autoIncrement }: OperationOf<'addAutoIncrement'>): string[] => {
  const { sequence } = autoIncrement;
  return [
    createSequence(sequence),
    ownSequence(sequence, `${quoteName(table)}.${quoteIdentifier(column)}`),
    startBehindRows({ table, column }, sequence),
    alterColumn({ table, column }, `SET DEFAULT nextval(${quoteLiteral(quoteName(sequence))}::regclass)`),
  ];
};

export const dropAutoIncrement = ({ table, column, autoIncrement }: OperationOf<'dropAutoIncrement'>): string[] => [
  alterColumn({ table, column }, 'DROP DEFAULT'),
  `DROP SEQUENCE ${quoteName(autoIncrement.sequence)};`,
];

export const addIdentity = ({ table, column, autoIncrement }: OperationOf<'addIdentity'>): string[] => [
  alterColumn({ table, column }, `ADD ${identityClause(autoIncrement)}`),
  startBehindRows({ table, column }, autoIncrement.sequence),
];

/** The next number is one that no row has. */
function startBehindRows({ table, column }: Place, { increment, start, ...name }: Sequence): string {
  const name_ = quoteIdentifier(column);
  const [furthest, further] = increment.startsWith('-') ? ['min', 'least'] : ['max', 'greatest'];
  const next = `${further}(${furthest}(${name_}) + ${increment}, ${start})`;
  return `SELECT setval(${quoteLiteral(quoteName(name))}, ${next}, false) FROM ${quoteName(table)};`;
}

export const alterIdentity = ({ table, column, from, to }: OperationOf<'alterIdentity'>): string[] => [
  ...(from.kind === to.kind
    ? []
    : [alterColumn({ table, column }, `SET GENERATED ${to.kind === 'always' ? 'ALWAYS' : 'BY DEFAULT'}`)]),
  ...alterSequence(from.sequence, to.sequence),
];

export function alterSequence(from: Sequence, to: Sequence): string[] {
  // A new type moves the bounds that were the old one's.
  const { minimum, maximum } = retypedSequence(from, to.type);
  const options = [
    ...(from.type === to.type ? [] : [`AS ${to.type}`]),
    ...(from.increment === to.increment ? [] : [`INCREMENT BY ${to.increment}`]),
    ...(minimum === to.minimum ? [] : [`MINVALUE ${to.minimum}`]),
    ...(maximum === to.maximum ? [] : [`MAXVALUE ${to.maximum}`]),
    ...(from.start === to.start ? [] : [`START WITH ${to.start}`]),
    ...(from.cache === to.cache ? [] : [`CACHE ${to.cache ?? '1'}`]),
    ...(from.cycle === to.cycle ? [] : [to.cycle ? 'CYCLE' : 'NO CYCLE']),
  ];
  const moved = { schema: to.schema, name: from.name };
  return [
    ...(from.schema === to.schema
      ? []
      : [`ALTER SEQUENCE ${quoteName(from)} SET SCHEMA ${quoteIdentifier(to.schema)};`]),
    ...(from.name === to.name ? [] : [`ALTER SEQUENCE ${quoteName(moved)} RENAME TO ${quoteIdentifier(to.name)};`]),
    ...(options.length === 0 ? [] : [`ALTER SEQUENCE ${quoteName(to)} ${options.join(' ')};`]),
  ];
}
