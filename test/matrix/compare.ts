import type { TestRun } from './run-tests.ts';

/** The tests of each server, by its major version. */
export type Runs = ReadonlyMap<number, readonly TestRun[]>;

export interface Difference {
  test: string;
  /** The SQL that it was made by. */
  key: string;
  /** What the servers made of it, around the first place where they differ, and which servers did. */
  variants: { servers: number[]; excerpt: string }[];
}

export interface Comparison {
  /** How many things were made by more than one server. */
  compared: number;
  /** How many each server has made that no other did. */
  alone: Map<number, number>;
  differences: Difference[];
}

/** Holds what the servers made of the same SQL against each other. */
export function compare(runs: Runs): Comparison {
  const all = [...collect(runs).values()];
  const shared = all.filter(({ texts }) => texts.size > 1);
  const differing = shared.filter(({ texts }) => new Set(texts.values()).size > 1);
  const alone = new Map<number, number>();
  for (const { texts } of all) {
    const [major] = texts.keys();
    if (texts.size === 1 && major !== undefined) alone.set(major, (alone.get(major) ?? 0) + 1);
  }
  return { compared: shared.length, alone, differences: differing.map(toDifference) };
}

interface Made {
  test: string;
  key: string;
  texts: Map<number, string>;
}

function collect(runs: Runs): Map<string, Made> {
  const all = new Map<string, Made>();
  for (const [major, tests] of runs) {
    for (const { name: test, made, outcome } of tests) {
      // What a failed test has made is not the same thing: fast-check goes on to smaller ones.
      if (outcome !== 'passed') continue;
      for (const [key, text] of Object.entries(made)) {
        const id = JSON.stringify([test, key]);
        const entry = all.get(id) ?? { test, key, texts: new Map<number, string>() };
        all.set(id, { ...entry, texts: entry.texts.set(major, text) });
      }
    }
  }
  return all;
}

function toDifference({ test, key, texts }: Made): Difference {
  const start = firstDifference([...texts.values()]);
  const distinct = [...new Set(texts.values())];
  const variants = distinct.map((text) => ({
    servers: [...texts].flatMap(([major, made]) => (made === text ? [major] : [])),
    excerpt: text.slice(Math.max(0, start - 120), start + 120),
  }));
  return { test, key, variants };
}

function firstDifference(texts: readonly string[]): number {
  const [first = '', ...others] = texts;
  const at = Array.from(first).findIndex((_, index) => others.some((text) => text[index] !== first[index]));
  return at === -1 ? first.length : at;
}
