import { Employee, LONGEST_NAME_GRAM, NAME_GRAMS } from '@roster/models';
import { type Attributes, literal, type WhereOptions } from 'sequelize';

type Where = WhereOptions<Attributes<Employee>>;

/**
 * The names that contain a text in whatever case. ILIKE decides. That a name's pieces contain the text's first and last
 * ones follows from it, and is what the index `employee_name_grams` answers. PostgreSQL tests it last, as it costs more, so
 * that a table without the index is read as fast as by ILIKE alone.
 *
 * @param text not empty; what means something to LIKE means itself
 */
export function nameContains(text: string): Where {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const contains = `"name" ILIKE ${quote(pattern)}`;
  return literal(`${hasPiecesOf(quote(text))} AND ${isOnePiece(text) ? uncounted(contains) : contains}`);
}

const quote = (text: string): string => Employee.sequelize?.escape(text) ?? '';

/** In lower case by PostgreSQL, which made the pieces so: its idea of case depends on the database. */
const hasPiecesOf = (text: string): string =>
  `(${NAME_GRAMS}) @> ARRAY[left(lower(${text}), ${LONGEST_NAME_GRAM}), right(lower(${text}), ${LONGEST_NAME_GRAM})]`;

const isOnePiece = (text: string): boolean => [...text].length <= LONGEST_NAME_GRAM;

/**
 * How many names have one piece PostgreSQL knows from its statistics. A second condition that says the same would make it
 * expect far fewer, and fetch all of 40 000 names with 王 to show 50 of them. COALESCE hides what ILIKE would let it expect.
 */
const uncounted = (condition: string): string => `COALESCE(${condition}, false)`;
