/** What a client knows of a row that nobody else changes. */
export interface Row {
  name: string;
  /** None: not acknowledged (or told without ids, as by an import). */
  id?: number | undefined;
  bonus: number;
  etag?: string | undefined;
  /** `asked`: no answer has said that it was done, so that it may be there or not. */
  state: 'asked' | 'there' | 'deleted';
}

/** What was seen that must not be, in words. */
export interface Wrong {
  what: 'lost' | 'twice' | 'wrong answer';
  detail: string;
}

/** A row as the database has it. */
export interface Found {
  id: number;
  name: string;
  bonus: number;
}

/** Holds what clients were told against what is there in the end. */
export function judge(rows: readonly Row[], found: readonly Found[]): Wrong[] {
  const byName = new Map<string, Found[]>();
  for (const one of found) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const known = new Set(rows.map(({ name }) => name));
  return [
    ...rows.flatMap((row) => faultsOf(row, byName.get(row.name) ?? [])),
    ...found
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => wrong('wrong answer', `${name} is there, and nobody asked for it`)),
  ];
}

function faultsOf({ name, id, bonus, state }: Row, found: readonly Found[]): Wrong[] {
  const [first] = found;
  if (found.length > 1) return [wrong('twice', `${name} is there ${found.length} times`)];
  if (state === 'deleted') return first === undefined ? [] : [wrong('lost', `${name} was deleted, and is there`)];
  if (state === 'asked') return [];
  if (first === undefined) return [wrong('lost', `${name} was acknowledged, and is not there`)];
  if (id !== undefined && first.id !== id) return [wrong('twice', `${name} was ${id}, and is ${first.id}`)];
  if (first.bonus !== bonus) return [wrong('lost', `${name} has the bonus ${first.bonus}, and was told ${bonus}`)];
  return [];
}

/** Holds the answer to a read against what its reader knows. */
export function judgeRead(row: Row, status: number, text: string): Wrong | undefined {
  if (row.state === 'deleted') {
    return status === 404
      ? undefined
      : wrong('wrong answer', `${row.name} was deleted, and a read of it was ${status}`);
  }
  if (status !== 200) return wrong('wrong answer', `${row.name} is there, and a read of it was ${status}`);
  const { name, bonus } = JSON.parse(text) as Found;
  if (name === row.name && bonus === row.bonus) return undefined;
  return wrong('wrong answer', `${row.name} with ${row.bonus} was read as ${name} with ${bonus}`);
}

export const wrong = (what: Wrong['what'], detail: string): Wrong => ({ what, detail });
