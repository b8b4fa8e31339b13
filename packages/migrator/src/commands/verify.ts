import { describeRemainder } from '../autogenerate/describe.ts';
import { type Verified, verify as verifyProject } from '../autogenerate/verify.ts';
import type { Invocation } from '../invocation.ts';
import { describeError, errorDocument } from '../report.ts';

export async function verify({ project, report }: Invocation, names: string[]): Promise<void> {
  const onVerified = (verified: Verified): void => linesOf(verified).forEach(report.line);
  const { ok, migrations, untried } = await verifyProject(project, { names, onVerified });
  for (const name of untried) report.line(`untried       ${name}`);
  report.line(summary(migrations));
  report.document({ migrations: migrations.map(documentOf), ...(untried.length > 0 && { untried }) });
  if (!ok) process.exitCode = 1;
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

function linesOf(verified: Verified): string[] {
  const { name, result } = verified;
  const head = `${result.padEnd(12)}  ${name}`;
  switch (result) {
    case 'ok':
      return [head];
    case 'irreversible':
      return [`${head}  (no down part)`];
    case 'differs':
      return [head, ...verified.differences.map((difference) => `  ${describeRemainder(difference, verified.step)}`)];
    case 'fails':
      return [head, indented(describeError(verified.error))];
    default:
      return result satisfies never;
  }
}

const WORDS = { ok: 'fine', differs: 'with differences', fails: 'failing', irreversible: 'irreversible' };

function summary(migrations: readonly Verified[]): string {
  if (migrations.length === 0) return 'there is no migration to verify';
  return Object.entries(WORDS)
    .map(([result, word]) => ({ word, count: migrations.filter((one) => one.result === result).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}

const documentOf = (verified: Verified): object =>
  verified.result === 'fails' ? { ...verified, error: errorDocument(verified.error) } : verified;
