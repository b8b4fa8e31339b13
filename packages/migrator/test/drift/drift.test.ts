import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/fingerprint.ts';
import { canonicalSql } from '../../src/schema/canonical.ts';
import { drift } from '../../src/schema/drift.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { schemaSpec, specSql } from '../diff/schema-spec.ts';
import { Workbench } from '../diff/workbench.ts';
import { NOT_IN_SCHEMA_SQL, RICH_SCHEMA } from './rich-schema.ts';

/** Schemas as a database has them: random ones, and one with everything. */
const schemas: Schema[] = [];
beforeAll(async () => {
  const bench = await Workbench.open();
  for (const spec of fc.sample(schemaSpec, 25)) schemas.push(await bench.schemaOf(specSql(spec)));
  schemas.push(await bench.schemaOf(`${NOT_IN_SCHEMA_SQL} ${RICH_SCHEMA}`, ['public', 'staff', 'hollow']));
  await bench.close();
});
afterAll(() => void schemas.splice(0));

const driftOf = (from: Schema, to: Schema): string[] =>
  drift(canonicalSql(from), canonicalSql(to)).map(({ change, object }) => `${change} ${object}`);

/** Where drift and fingerprint do not say one thing of two schemas. */
const disagreement = (from: Schema, to: Schema, why: string): string[] =>
  (fingerprint(from) !== fingerprint(to)) === driftOf(from, to).length > 0 ? [] : [why];

describe('there is drift exactly where the fingerprints differ:', () => {
  test('between any two databases', () => {
    const pairs = schemas.flatMap((from) => schemas.map((to): [Schema, Schema] => [from, to]));
    expect(pairs.flatMap(([from, to]) => disagreement(from, to, canonicalSql(to)))).toEqual([]);
    expect(pairs.filter(([from, to]) => driftOf(from, to).length === 0).length).toBeLessThan(pairs.length / 2);
  });

  test('for another order of columns there is none', () => {
    const turned = schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map((table) => ({ ...table, columns: table.columns.toReversed() })),
    }));
    expect(turned.map(fingerprint)).toEqual(schemas.map(fingerprint));
    expect(turned.flatMap((schema, at) => driftOf(schemas[at] as Schema, schema))).toEqual([]);
  });

  test('for each single attribute that is another or is gone there is some, both ways', () => {
    const all = schemas.slice(-6).flatMap((schema) => edits(schema, '').map((edit) => ({ ...edit, schema })));
    const missed = all.flatMap(({ path, changed, schema }) => [
      ...disagreement(schema, changed, path),
      ...disagreement(changed, schema, path),
    ]);
    expect(missed).toEqual([]);
    // Of the last schema alone, which is the same in each run: random ones may have next to nothing to change.
    const rich = all.filter(({ schema }) => schema === schemas.at(-1));
    expect(rich.filter(({ schema, changed }) => driftOf(schema, changed).length > 0).length).toBeGreaterThan(390);
  });
});

interface Edit<Value> {
  path: string;
  changed: Value;
}

/** What follows from other attributes. */
const DERIVED = new Set(['enum', 'column']);

/** Attributes that have few values, each with its successor. */
const NEXT: Partial<Record<string, string>> = {
  serial: 'always',
  always: 'byDefault',
  byDefault: 'serial',
  stored: 'virtual',
  immediate: 'deferred',
  deferred: 'immediate',
  noAction: 'restrict',
  restrict: 'cascade',
  cascade: 'setNull',
  setNull: 'noAction',
  smallint: 'bigint',
  integer: 'bigint',
  bigint: 'integer',
};

/** The same with one attribute changed, one list shorter or one key gone, for each place where that can be. */
function edits<Value>(value: Value, path: string): Edit<Value>[] {
  if (Array.isArray(value)) return editsOfList(value as unknown[], path) as Edit<Value>[];
  if (typeof value === 'object' && value !== null) return editsOfObject(value, path) as Edit<Value>[];
  return editsOfLeaf(value, path) as Edit<Value>[];
}

function editsOfLeaf(value: unknown, path: string): Edit<unknown>[] {
  // What is true or left out is dealt with by leaving it out.
  if (value === true && !/nullable|unique|cycle/.test(path)) return [];
  if (typeof value === 'boolean') return [{ path, changed: !value }];
  if (typeof value !== 'string' || path.endsWith('.match')) return [];
  return [{ path, changed: NEXT[value] ?? (/^-?\d+$/.test(value) ? `${value}1` : `${value}x`) }];
}

const editsOfList = (list: readonly unknown[], path: string): Edit<unknown[]>[] =>
  list.flatMap((item, at) => [
    { path: `${path}.${at} gone`, changed: list.toSpliced(at, 1) },
    ...edits(item, `${path}.${at}`).map((edit) => ({ path: edit.path, changed: list.with(at, edit.changed) })),
  ]);

const OPTIONAL =
  /^(comment|primaryKey|partitionBy|default|generated|autoIncrement|include|deferrable|nullsNotDistinct|notValid|noInherit|match|where|cache)$/;

const editsOfObject = (value: object, path: string): Edit<object>[] =>
  Object.entries(value)
    .filter(([key]) => !DERIVED.has(key))
    .flatMap(([key, part]) => [
      ...(OPTIONAL.test(key)
        ? [
            {
              path: `${path}.${key} gone`,
              changed: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)),
            },
          ]
        : []),
      ...edits(part as unknown, `${path}.${key}`).map((edit) => ({
        path: edit.path,
        changed: { ...value, [key]: edit.changed },
      })),
    ]);
