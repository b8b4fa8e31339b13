import { Employee } from '@roster/models';
import type { Attributes, ModelAttributeColumnOptions } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { SEQUENCE, TABLE } from './sequence.ts';

/** Rows on their way in as one JSON text: `json_populate_recordset` gives each value its column's own type, the enum too. */

type Attribute = keyof Attributes<Employee>;

const attributes = (): Record<Attribute, ModelAttributeColumnOptions> => Employee.getAttributes();

export const attributeNames = (): Attribute[] => Object.keys(attributes()) as Attribute[];

export const columnOf = (name: Attribute): string => `"${attributes()[name].field ?? name}"`;

/** The record set that `$1` is, by the alias `r`. */
export const RECORDS = `json_populate_recordset(NULL::${TABLE}, $1) AS r`;

/** What `$1` gets. Times keep what they have of a second. */
export function recordsText(rows: readonly object[]): string {
  const fields = Object.fromEntries(attributeNames().map((name) => [name, attributes()[name].field ?? name]));
  return JSON.stringify(rows.map((row) => recordOf(row as Record<string, unknown>, fields)));
}

/** By column instead of attribute. */
function recordOf(row: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, string>>): object {
  const record: Record<string, unknown> = {};
  for (const name in row) record[fields[name] as string] = row[name];
  return record;
}

/**
 * An INSERT of records, each with the model's defaults where it has no value.
 *
 * @param names the attributes that a record may have; the others have their defaults
 */
export function insertText(names: readonly Attribute[], rest: string): string {
  const values = names.map((name) => `coalesce(r.${columnOf(name)}, ${defaultOf(name)})`);
  return `INSERT INTO ${TABLE} (${names.map(columnOf).join()}) SELECT ${values.join()} FROM ${RECORDS} ${rest}`;
}

function defaultOf(name: Attribute): string {
  const { autoIncrement, defaultValue } = attributes()[name];
  if (autoIncrement) return `nextval(${SEQUENCE})`;
  return defaultValue === undefined ? 'NULL' : expressionOf(defaultValue);
}

/** A value, or a literal such as `now()`. */
export function expressionOf(value: unknown): string {
  const { val } = value as { val?: unknown };
  return typeof val === 'string' ? val : (Employee.sequelize as Sequelize).escape(value as string);
}
