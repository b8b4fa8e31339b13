/** The longest piece of a name that the index `employee_name_grams` has, in characters. */
export const LONGEST_NAME_GRAM = 3;

/**
 * Ends a piece. It is longer than any piece and no beginning of it is an end of it, so that a name can have it, or a
 * part of it, in it, and is still taken apart at the right places.
 */
const SEPARATOR = '|||/';

/** The text from a place on, cut into pieces; what is left over at its end is a shorter piece, and may be empty. */
const piecesFrom = (start: number): string => {
  const text = start === 1 ? 'lower(name)' : `substr(lower(name), ${start})`;
  const piece = '.'.repeat(LONGEST_NAME_GRAM);
  return `string_to_array(regexp_replace(${text}, '(${piece})', '\\1${SEPARATOR}', 'g'), '${SEPARATOR}')`;
};

const everyPiece = Array.from({ length: LONGEST_NAME_GRAM }, (_, at) => piecesFrom(at + 1)).join(' || ');

/**
 * SQL: the three characters from each place of a name on (fewer at its end), in lower case, as a tsvector. A name contains a
 * text only if these have the text's first and last three characters, or, of a shorter one, a piece that begins with it:
 * a GIN index answers both. A query has to say it to the letter for PostgreSQL to use the index.
 *
 * A tsvector and not an array, because only its index finds what begins with a text: pieces of one and two characters
 * would be three times as much to write for each name. And only what every PostgreSQL has: pg_trgm may be missing or not be
 * allowed, has nothing for texts of one or two characters, and on a server with the locale C or C.UTF-8 nothing for 李雷
 * either (docs/operators.md has the figures).
 *
 * @example `SELECT … WHERE (${NAME_GRAMS}) @@ '''ann'' & ''nna'''::tsquery AND name ILIKE '%anna%'`
 */
export const NAME_GRAMS: string = `array_to_tsvector(array_remove(${everyPiece}, ''))`;
