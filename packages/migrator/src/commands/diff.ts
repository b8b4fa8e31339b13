import { compare, type Side, urlSource } from '../autogenerate/compare.ts';
import { describeOperation } from '../autogenerate/describe.ts';
import { usage } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { toJson } from '../schema/operation-json.ts';
import { operationsText } from '../schema/render-migration.ts';

export interface DiffFlags {
  from: string;
  to: string;
  sql?: boolean;
}

export async function diff(invocation: Invocation, { from, to, sql = false }: DiffFlags): Promise<void> {
  const { project, report } = invocation;
  const [old, wanted] = [await sideOf(invocation, '--from', from), await sideOf(invocation, '--to', to)];
  const operations = await compare(project, old, wanted);
  const text = operationsText(operations);
  if (sql && !report.json) return void process.stdout.write(text);
  const json = operations.map((operation) => toJson(operation));
  for (const operation of json) report.line(describeOperation(operation));
  if (json.length === 0) report.line('no difference');
  report.document({ operations: json, ...(sql && { sql: text }) });
}

async function sideOf(invocation: Invocation, flag: string, word: string): Promise<Side> {
  if (word === 'models' || word === 'migrations' || word === 'empty') return word;
  if (word === 'database') return invocation.databaseSource();
  if (/^postgres(ql)?:\/\//.test(word)) return urlSource(word);
  throw usage(
    `${flag} ${JSON.stringify(word)} is no schema`,
    'it is none of models, migrations, database, empty, and no postgres:// URL',
  );
}
