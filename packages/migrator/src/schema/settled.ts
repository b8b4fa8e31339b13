import { type Token, tokensOf } from './expression.ts';
import type { Schema } from './schema.ts';

/**
 * PostgreSQL does not always print again what it reads from its own print, and a schema is written down and read back. Two of
 * its prints change, once; `settled` takes that step:
 *
 * - `a BETWEEN 1 AND 5 AND b` is printed `(((a >= 1) AND (a <= 5)) AND b)`, and read as one AND of three (makeAndExpr in
 *   src/backend/parser/gram.y takes in an AND that stands first; so does makeOrExpr).
 * - `v IN ('a', 'b')` of a varchar is printed `(ARRAY['a'::character varying, …])::text[]`, and the cast of a list is read as
 *   a cast of each element (transformArrayExpr in src/backend/parser/parse_expr.c).
 */
export const settled = (print: string): string =>
  MAY_CHANGE.test(print) ? textOf(settledNodes(groupsOf(tokensOf(print)))) : print;

/** Nearly no print has what the rules are about. */
const MAY_CHANGE = /\(ARRAY\[| (?:AND|OR) /;

/** The keys of a schema whose value is a print. */
const PRINTED = new Set(['default', 'definition', 'expression', 'partitionBy', 'where']);

/** The schema with every print settled. */
export const settledSchema = (schema: Schema): Schema => settledPart(schema) as Schema;

function settledPart(part: unknown, key?: string): unknown {
  if (typeof part === 'string') return key !== undefined && PRINTED.has(key) ? settled(part) : part;
  if (typeof part !== 'object' || part === null) return part;
  const values = Object.entries(part).map(([name, value]) => [name, value, settledPart(value, name)] as const);
  // Nearly nothing changes, and what does not need not be made anew.
  if (values.every(([, before, after]) => before === after)) return part;
  if (Array.isArray(part)) return values.map(([, , after]) => after);
  return Object.fromEntries(values.map(([name, , after]) => [name, after]));
}

/** What stands between brackets, or one token. */
type Node = Group | Token;

interface Group {
  open: '(' | '[';
  nodes: Node[];
}

const CLOSING = { '(': ')', '[': ']' } as const;

function groupsOf(tokens: readonly Token[]): Node[] {
  const groups: Group[] = [{ open: '(', nodes: [] }];
  for (const token of tokens) {
    const group = groups.at(-1) as Group;
    if (token.kind === 'other' && (token.text === '(' || token.text === '[')) {
      const inner: Group = { open: token.text, nodes: [] };
      group.nodes.push(inner);
      groups.push(inner);
    } else if (token.kind === 'other' && groups.length > 1 && token.text === CLOSING[group.open]) groups.pop();
    else group.nodes.push(token);
  }
  return (groups[0] as Group).nodes;
}

const textOf = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => ('nodes' in node ? `${node.open}${textOf(node.nodes)}${CLOSING[node.open]}` : node.text))
    .join('');

/** From the inside to the outside: what is taken in has been settled before. */
function settledNodes(nodes: readonly Node[]): Node[] {
  const inner = nodes.map((node) => ('nodes' in node ? { ...node, nodes: settledNodes(node.nodes) } : node));
  return withFirstTakenIn(withCastElements(inner));
}

const isGroup = (node: Node | undefined, open: Group['open']): node is Group =>
  node !== undefined && 'nodes' in node && node.open === open;

const isText = (node: Node | undefined, text: string): boolean =>
  node !== undefined && !('nodes' in node) && node.kind !== 'string' && node.text === text;

/** `((a AND b) AND c)` is `(a AND b AND c)`. Each AND and OR has parentheses of its own in PostgreSQL's print. */
function withFirstTakenIn(nodes: Node[]): Node[] {
  const [first, ...rest] = nodes;
  const operator = ['AND', 'OR'].find((word) => isText(rest[1], word));
  const isSame = operator !== undefined && isGroup(first, '(') && first.nodes.some((node) => isText(node, operator));
  return isSame ? [...first.nodes, ...rest] : nodes;
}

/** `(ARRAY[a, b])::text[]` is `ARRAY[(a)::text, (b)::text]`. */
function withCastElements(nodes: Node[]): Node[] {
  const at = nodes.findIndex((_node, index) => endOfListCast(nodes, index) !== -1);
  if (at === -1) return nodes;
  const end = endOfListCast(nodes, at);
  const [array, list] = (nodes[at] as Group).nodes as [Token, Group];
  const elements = castEach(list.nodes, nodes.slice(at + 1, end));
  return withCastElements([...nodes.slice(0, at), array, { ...list, nodes: elements }, ...nodes.slice(end + 1)]);
}

/** Where the `[]` is that ends a cast of the list at a position; -1 where there is none. */
function endOfListCast(nodes: readonly Node[], at: number): number {
  if (!isArray(nodes[at]) || !isText(nodes[at + 1], '::')) return -1;
  const end = nodes.findIndex((node, index) => index > at + 1 && !isPartOfType(node));
  const last = nodes[end];
  return isGroup(last, '[') && last.nodes.length === 0 ? end : -1;
}

const isPartOfType = (node: Node): boolean =>
  'nodes' in node ? node.open === '(' : node.kind === 'name' || node.kind === 'space' || node.text === '.';

const isArray = (node: Node | undefined): boolean =>
  isGroup(node, '(') && node.nodes.length === 2 && isText(node.nodes[0], 'ARRAY') && isGroup(node.nodes[1], '[');

const SEPARATOR: Token[] = [
  { kind: 'other', text: ',', value: ',' },
  { kind: 'space', text: ' ', value: ' ' },
];

function castEach(list: readonly Node[], cast: readonly Node[]): Node[] {
  const elements: Node[][] = [[]];
  for (const node of list) {
    if (isText(node, ',')) elements.push([]);
    else elements.at(-1)?.push(node);
  }
  const [first = [], ...others] = elements;
  return [
    ...castOne(first, cast),
    ...others.flatMap(([_space, ...element]) => [...SEPARATOR, ...castOne(element, cast)]),
  ];
}

/** A list in a list is cast element by element, too. */
function castOne(element: readonly Node[], cast: readonly Node[]): Node[] {
  const [array, list] = element;
  if (element.length === 2 && array !== undefined && isText(array, 'ARRAY') && isGroup(list, '[')) {
    return [array, { ...list, nodes: castEach(list.nodes, cast) }];
  }
  return [{ open: '(', nodes: [...element] }, ...cast];
}
