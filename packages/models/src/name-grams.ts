/** The longest piece of a name that the index `employee_name_grams` has, in characters. */
export const LONGEST_NAME_GRAM = 3;

/**
 * Ends a piece. It is longer than any piece and no beginning of it is an end of it, so that a name can have it, or a
 * part of it, in it, and is still taken apart at the right places.
 */
const SEPARATOR = '|||/';

/** The text from a place on, cut into pieces of one size; what is left over at its end is a shorter piece. */
const piecesFrom = (start: number, size: number): string => {
  const text = start === 1 ? 'lower(name)' : `substr(lower(name), ${start})`;
  return `string_to_array(regexp_replace(${text}, '(${'.'.repeat(size)})', '\\1${SEPARATOR}', 'g'), '${SEPARATOR}')`;
};

const everyPieceOf = (size: number): string[] => Array.from({ length: size }, (_, at) => piecesFrom(at + 1, size));

const CHARACTERS = 'string_to_array(lower(name), NULL)';

/**
 * SQL: every piece of 1, 2 and 3 characters of a name, in lower case, as an array. A name contains a text only if these
 * contain the text's first and last three characters (all of it, where it is shorter), which a GIN index answers. A query
 * has to say it to the letter for PostgreSQL to use the index.
 *
 * Only what every PostgreSQL has: pg_trgm may be missing or not be allowed, has nothing for texts of one or two
 * characters, and on a server with the locale C or C.UTF-8 nothing for 李雷 either (docs/operators.md has the figures).
 *
 * @example `SELECT … WHERE (${NAME_GRAMS}) @> ARRAY[left(lower($1), 3), right(lower($1), 3)] AND name ILIKE $2`
 */
export const NAME_GRAMS: string = [CHARACTERS, ...[2, LONGEST_NAME_GRAM].flatMap(everyPieceOf)].join(' || ');
