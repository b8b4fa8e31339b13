import { Employee, LONGEST_NAME_GRAM, NAME_GRAMS } from '@roster/models';
import { type Attributes, literal, type WhereOptions } from 'sequelize';

/**
 * The names that contain a text in whatever case. ILIKE decides. That a name's pieces contain the text's first and last
 * ones follows from it, and is what the index `employee_name_grams` answers; where PostgreSQL does not take that, it tests
 * ILIKE first, which costs less. The first and last ones alone: of more it would expect far too few names.
 *
 * @param text not empty, or a literal that stands for it, such as `$1`
 */
export function nameContains(text: unknown): WhereOptions<Attributes<Employee>> {
  const sql = typeof text === 'string' ? quote(text) : String((text as ReturnType<typeof literal>).val);
  return literal(`${hasPiecesOf(`${sql}::text`)} AND "name" ILIKE ${patternOf(`${sql}::text`)}`);
}

const quote = (text: string): string => Employee.sequelize?.escape(text) ?? '';

/** In lower case by PostgreSQL, which made the pieces so: its idea of case depends on the database. */
const hasPiecesOf = (text: string): string =>
  `(${NAME_GRAMS}) @> ARRAY[left(lower(${text}), ${LONGEST_NAME_GRAM}), right(lower(${text}), ${LONGEST_NAME_GRAM})]`;

/** Text and no pattern: what means something to LIKE means itself. PostgreSQL does it once, when it plans. */
const patternOf = (text: string): string => String.raw`'%' || regexp_replace(${text}, '([\\%_])', '\\\1', 'g') || '%'`;
