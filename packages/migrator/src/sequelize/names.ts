import { objectName } from '../schema/object-name.ts';

/**
 * The names that PostgreSQL would choose. Tables, indexes and sequences of a schema share one space of names and its
 * constraints another; a name that is taken gets a number behind its label (ChooseRelationName and ChooseConstraintName,
 * src/backend/commands/indexcmds.c and src/backend/catalog/pg_constraint.c).
 */
export class Names {
  readonly #relations = new Set<string>();
  readonly #constraints = new Set<string>();

  /** Takes a name for a table or an index; false where it is taken. */
  takeRelation(schema: string, name: string): boolean {
    return take(this.#relations, schema, name);
  }

  /** Takes a name for a constraint; false where a constraint of another table may have it too. */
  takeConstraint(schema: string, name: string): boolean {
    return take(this.#constraints, schema, name);
  }

  sequence(schema: string, table: string, column: string): string {
    return choose(table, column, 'seq', (name) => this.takeRelation(schema, name));
  }

  /** For a primary key, a unique or an exclusion: it is an index too. */
  key(schema: string, table: string, columns: readonly string[] | undefined, label: 'pkey' | 'key'): string {
    return choose(table, columns?.join('_'), label, (name) => {
      const isFree = !has(this.#relations, schema, name) && !has(this.#constraints, schema, name);
      return isFree && this.takeRelation(schema, name) && this.takeConstraint(schema, name);
    });
  }

  foreignKey(schema: string, table: string, columns: readonly string[]): string {
    return choose(table, columns.join('_'), 'fkey', (name) => this.takeConstraint(schema, name));
  }
}

function choose(table: string, column: string | undefined, label: string, isFree: (name: string) => boolean): string {
  for (let pass = 0; ; pass += 1) {
    const name = objectName(table, column, pass === 0 ? label : `${label}${pass}`);
    if (isFree(name)) return name;
  }
}

const keyOf = (schema: string, name: string): string => `${schema.length} ${schema} ${name}`;
const has = (taken: ReadonlySet<string>, schema: string, name: string): boolean => taken.has(keyOf(schema, name));

function take(taken: Set<string>, schema: string, name: string): boolean {
  if (has(taken, schema, name)) return false;
  taken.add(keyOf(schema, name));
  return true;
}
