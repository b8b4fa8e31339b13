/** The schema that every tool is given: as many tables as a large application has, with nothing that one of them lacks. */

export interface Column {
  name: string;
  kind: 'id' | 'integer' | 'varchar' | 'text' | 'decimal' | 'boolean' | 'jsonb' | 'date' | 'timestamptz';
  length?: number;
  notNull?: boolean;
  /** As SQL. */
  default?: string;
  unique?: boolean;
  /** A table whose `id` it refers to. */
  references?: { table: string; onDelete: 'CASCADE' | 'RESTRICT' };
}

export interface Table {
  name: string;
  columns: Column[];
  /** The columns of each index. */
  indexes: string[][];
}

const nameOf = (index: number): string => `item_${String(index).padStart(3, '0')}`;

/** 12 columns, a primary key, a unique, an index and, but for the first, a foreign key. */
function tableOf(index: number): Table {
  const before = index === 0 ? {} : { references: { table: nameOf(index - 1), onDelete: 'RESTRICT' as const } };
  return {
    name: nameOf(index),
    columns: [
      { name: 'id', kind: 'id' },
      { name: 'parent_id', kind: 'integer', ...before },
      { name: 'code', kind: 'varchar', length: 40, notNull: true, unique: true },
      { name: 'title', kind: 'varchar', length: 100, notNull: true },
      { name: 'amount', kind: 'decimal', notNull: true, default: '0' },
      { name: 'note', kind: 'text' },
      { name: 'is_active', kind: 'boolean', notNull: true, default: 'true' },
      { name: 'position', kind: 'integer', notNull: true, default: '0' },
      { name: 'details', kind: 'jsonb' },
      { name: 'due_on', kind: 'date' },
      { name: 'created_at', kind: 'timestamptz', notNull: true, default: 'now()' },
      { name: 'updated_at', kind: 'timestamptz', notNull: true, default: 'now()' },
    ],
    indexes: [['title', 'position']],
  };
}

export const threeHundredTables = (): Table[] => Array.from({ length: 300 }, (_, index) => tableOf(index));

/** The same after a day's work: ten changes, each of another kind. */
export function tenChanges(tables: readonly Table[]): Table[] {
  const changed = structuredClone(tables) as Table[];
  const table = (index: number): Table => changed[index] as Table;
  const column = (index: number, name: string): Column =>
    table(index).columns.find((each) => each.name === name) as Column;
  table(10).columns.push({ name: 'nickname', kind: 'varchar', length: 40 });
  table(20).columns.push({ name: 'priority', kind: 'integer', notNull: true, default: '1' });
  table(30).columns = table(30).columns.filter(({ name }) => name !== 'note');
  column(40, 'code').length = 60;
  column(50, 'position').default = '5';
  delete column(60, 'title').notNull;
  column(70, 'due_on').unique = true;
  table(80).indexes.push(['due_on']);
  table(90).indexes = [];
  column(100, 'parent_id').references = { table: nameOf(99), onDelete: 'CASCADE' };
  return changed;
}
