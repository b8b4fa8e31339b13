import type { IndexStmt } from 'libpg-query';
import { objectInTheWay } from '../errors.ts';
import { builderOf, type FoundRelation, findBeside, probeIndex } from '../postgres/index-state.ts';
import { scanTokens } from '../postgres/statements.ts';
import { quoteIdentifier } from '../schema/quote.ts';
import { after, done, type Resumed, type Resumption, RUN } from './resumption.ts';
import { tableOf } from './table-of.ts';

/**
 * CREATE INDEX, CONCURRENTLY or not: a cut one leaves an invalid index, which nobody can use and which is in the way. One
 * that is there and valid is the wanted one where PostgreSQL says the same of both.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function resumeCreateIndex(resumed: Resumed, node: IndexStmt): Promise<Resumption> {
  const table = tableOf(node.relation);
  const wanted = node.idxname === undefined ? await probe(resumed, node) : undefined;
  const name = node.idxname ?? wanted?.name;
  const found = name === undefined ? undefined : await findSettled(resumed, table, name);
  if (found === undefined) return RUN;
  if (!found.isValid && found.kind === 'i' && found.isOfTable) return rebuild(found);
  // PostgreSQL itself passes over what is there.
  if (node.if_not_exists) return RUN;
  if (found.isOfTable && found.body !== null) {
    const { body } = wanted ?? (await probe(resumed, node)) ?? {};
    if (body === found.body) return done(`the index ${found.shown} is there already, and is the one that is wanted`);
  }
  // An unnamed one takes the next name that is free.
  if (node.idxname === undefined) return RUN;
  throw objectInTheWay(found.shown, whatIs(found, table));
}

/** An index is invalid while it is built, too: then its builder is waited for. */
async function findSettled({ client, settle }: Resumed, table: string, name: string): ReturnType<typeof findBeside> {
  const found = await findBeside(client, table, name);
  if (found === undefined || found.isValid) return found;
  await settle(() => builderOf(client, found.shown));
  return findBeside(client, table, name);
}

const rebuild = ({ shown }: FoundRelation): Resumption =>
  after(
    `the index ${shown} is invalid: an interrupted run has left it. It is dropped, and built again`,
    `DROP INDEX CONCURRENTLY ${shown}`,
  );

function whatIs({ kind, isOfTable, body }: FoundRelation, table: string): string {
  if (body === null) return `it is no index (pg_class.relkind "${kind}")`;
  return isOfTable
    ? `it is another index than the migration makes: ${body}`
    : `it is an index of another table than ${table}`;
}

/** The same index on another table: what stands in front of ON and the table's name are written anew. */
async function probe({ client, statement }: Resumed, node: IndexStmt): Promise<Awaited<ReturnType<typeof probeIndex>>> {
  const { relname: name = '' } = node.relation ?? {};
  const unique = node.unique ? 'UNIQUE ' : '';
  const given = node.idxname === undefined ? '' : `${quoteIdentifier(node.idxname)} `;
  const rest = await behindTable(statement.text);
  if (rest === undefined) return undefined;
  const build = `CREATE ${unique}INDEX ${given}ON pg_temp.${quoteIdentifier(name)} ${rest}`;
  return probeIndex(client, { table: tableOf(node.relation), name, build });
}

/** `CREATE … ON [ONLY] a.b [*]` and then what is wanted. ON is a reserved word, so that no bare name is one. */
async function behindTable(text: string): Promise<string | undefined> {
  const tokens = (await scanTokens(text)).filter(({ kind }) => kind === 'code');
  let at = tokens.findIndex((token) => token.text.toLowerCase() === 'on') + 1;
  if (at === 0) return undefined;
  if (tokens[at]?.text.toLowerCase() === 'only') at += 1;
  while (tokens[at + 1]?.text === '.') at += 2;
  at += tokens[at + 1]?.text === '*' ? 2 : 1;
  const next = tokens[at];
  return next === undefined ? undefined : text.slice(next.offset);
}
