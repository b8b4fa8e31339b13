/*
 * `pnpm --filter @roster/api key <name> --role reader|writer`: makes an API key. It is printed once and kept nowhere; the
 * server gets its hash.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { KEY_NAME, makeKey } from './auth/api-key.ts';
import { type Role, roles } from './auth/principal.ts';

interface KeyOptions {
  role: Role;
  json?: true;
}

const program = new Command('key')
  .description('Makes an API key.')
  .argument('<name>', 'whose it is, as the log will say: letters, digits, dots, hyphens', asName)
  .addOption(new Option('--role <role>', 'what it may do').choices(Object.keys(roles)).makeOptionMandatory())
  .option('--json', 'print one JSON document')
  .exitOverride()
  .showHelpAfterError()
  .action(print);

process.exitCode = main();

/** @returns the exit code: 0 fine, 2 wrong usage */
function main(): number {
  try {
    program.parse();
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function asName(text: string): string {
  if (!KEY_NAME.test(text)) throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots or hyphens.');
  return text;
}

function print(name: string, { role, json }: KeyOptions): void {
  const { key, entry } = makeKey(name, role);
  process.stdout.write(json ? `${JSON.stringify({ name, role, key, apiKeys: entry })}\n` : inWords(key, entry));
}

function inWords(key: string, entry: string): string {
  return `
  The key, for whoever calls the API. It is shown this once:
    ${key}

  For the server, which knows its hash alone. Further entries follow after a comma:
    API_KEYS=${entry}

`;
}
