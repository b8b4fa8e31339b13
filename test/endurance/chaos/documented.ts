import type { Answer, Ask } from '../../harness/http-client.ts';

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
}

/** Which statuses each operation may answer, by what the server itself says. */
export class Documented {
  readonly #operations: { method: string; pattern: RegExp; name: string; statuses: ReadonlySet<number> }[];
  /** Operation and status, and how often. */
  readonly seen = new Map<string, number>();
  readonly undocumented = new Set<string>();

  constructor({ paths }: Document) {
    // A path that is written out is no parameter of another.
    const inOrder = Object.entries(paths).toSorted(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')));
    this.#operations = inOrder.flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => ({
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        name: `${method.toUpperCase()} ${path}`,
        statuses: new Set(Object.keys(responses).map(Number)),
      })),
    );
  }

  static async of(address: string): Promise<Documented> {
    const answer = await fetch(`${address}/openapi.json`);
    return new Documented((await answer.json()) as Document);
  }

  note({ method, path }: Pick<Ask, 'method' | 'path'>, status: Answer['status']): void {
    const [plain = ''] = path.split('?');
    const operation = this.#operations.find((one) => one.method === method && one.pattern.test(plain));
    const key = `${operation?.name ?? `${method} ${plain}`}: ${status}`;
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    if (status !== 'lost' && operation?.statuses.has(status) !== true) this.undocumented.add(key);
  }
}
