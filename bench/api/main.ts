import { dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openServer } from '../server.ts';
import { build } from './build.ts';
import { compare } from './compare.ts';
import { endpoints } from './endpoints.ts';
import { stopServers } from './server-process.ts';
import { contestants } from './servers.ts';
import { measureSizes, type SizeOptions } from './sizes.ts';
import { measureStarts } from './start.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const positive = (text: string): number => {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return Number(text);
};

const among =
  (names: readonly string[]) =>
  (text: string): string[] => {
    const chosen = text.split(',');
    const wrong = chosen.find((name) => !names.includes(name));
    if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is none of ${names.join(', ')}.`);
    return chosen;
  };

const endpointNames = endpoints.map(({ name }) => name);
const serverNames = contestants.map(({ name }) => name);

const program = new Command('bench:api').description('Measures the API against its peers.');

program
  .command('compare', { isDefault: true })
  .description('processor time, throughput and latency of a request, against a bare server and the peers')
  .argument('[endpoints...]', endpointNames.join(', '))
  .option('--only <servers>', `some of the servers, by comma: ${serverNames.join(', ')}`, among(serverNames))
  .addOption(new Option('--rows <rows>', 'employees').choices(['10000', '1000000']).default('10000'))
  .option('--rounds <rounds>', 'rounds', positive, 5)
  .option('--seconds <seconds>', 'of each run', positive, 1.2)
  .option('--connections <connections>', 'of the load', positive, 64)
  .action(async (names: string[], options) => {
    const chosen = names.length > 0 ? among(endpointNames)(names.join()) : endpointNames;
    await onServer((server) => compare(server, { ...options, rows: Number(options.rows), endpoints: chosen, say }));
  });

program
  .command('start')
  .description('from the start of a process to its first answer, and its memory')
  .option('--rounds <rounds>', 'starts of each', positive, 9)
  .action((options: { rounds: number }) => onServer((server) => measureStarts(server, { ...options, say })));

const numbers = (text: string): number[] => text.split(',').map(positive);

program
  .command('sizes')
  .description('how the cost of a request grows with rows, connections and processes')
  .option('--rounds <rounds>', 'rounds', positive, 3)
  .option('--seconds <seconds>', 'of each run', positive, 1.2)
  .option('--rows <rows>', 'employees, by comma', numbers, [10_000, 1_000_000])
  .option('--workers <workers>', 'processes of a server, by comma', numbers, [1, 2])
  .option('--connections <connections>', 'of the load, by comma', numbers, [10, 64, 250, 1000])
  .action((options: Omit<SizeOptions, 'say'>) => onServer((server) => measureSizes(server, { ...options, say })));

// Ctrl-C reaches every process of the terminal, but those of a runner that is killed end by themselves.
process.once('SIGINT', () => void stopServers().finally(() => process.exit(130)));
process.once('SIGTERM', () => void stopServers().finally(() => process.exit(143)));

await program.parseAsync();

async function onServer(work: (server: Awaited<ReturnType<typeof openServer>>) => Promise<void>): Promise<void> {
  await build();
  const server = await openServer(dirname(dirname(import.meta.dirname)));
  try {
    await work(server);
  } finally {
    await stopServers();
    await server.close();
  }
}
