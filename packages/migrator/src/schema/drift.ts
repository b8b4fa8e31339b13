import { objectsIn, type SqlObject } from './objects-in-sql.ts';

/** One thing in which a database is not as it should be. */
export interface Difference {
  /** `column employee.nick`, `index employee_nick`, `comment employee`; the schema `public` is left out. */
  object: string;
  /** `added`: the database has it, and the migrations do not make it. */
  change: 'added' | 'missing' | 'changed';
  /** What the migrations make. */
  expected?: string;
  /** What the database has. */
  found?: string;
}

/**
 * Where two databases differ, by the text of each: a server in production has a schema.sql, and no server for scratch
 * databases. There are none exactly where the two schemas have one fingerprint. What belongs to a table that one side
 * does not have is not told again.
 *
 * @param expected what `schemaSql` prints of the one, as schema.sql holds it
 * @param found what it prints of the other
 */
export function drift(expected: string, found: string): Difference[] {
  if (expected === found) return [];
  const [wanted, is] = [objectsIn(expected), objectsIn(found)];
  return [
    ...[...wanted].flatMap(([key, item]) => {
      const other = is.get(key);
      return other === undefined ? lone('missing', item, is) : changed(item, other);
    }),
    ...[...is].flatMap(([key, item]) => (wanted.has(key) ? [] : lone('added', item, wanted))),
  ];
}

function lone(change: 'missing' | 'added', item: SqlObject, others: ReadonlyMap<string, SqlObject>): Difference[] {
  const { object, of, text, whole = text } = item;
  if (of !== undefined && !others.has(of)) return [];
  return [{ object, change, [change === 'missing' ? 'expected' : 'found']: whole }];
}

const changed = ({ object, text: expected }: SqlObject, { text: found }: SqlObject): Difference[] =>
  expected === found ? [] : [{ object, change: 'changed', expected, found }];
