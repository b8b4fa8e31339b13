/** One server as several processes on one port: node:cluster, and no more. */
import cluster from 'node:cluster';
import { clusterSettings } from './env.ts';

const { program, workers } = clusterSettings;
let listening = 0;

cluster.setupPrimary({ exec: program });
cluster.on('message', (_worker, message: { address?: string }) => {
  if (message.address === undefined) return;
  listening += 1;
  if (listening === workers) process.send?.({ address: message.address });
});
// One that falls would leave a measurement of the others.
cluster.on('exit', () => process.exit(1));
for (let worker = 0; worker < workers; worker += 1) cluster.fork();

/** A worker ends when its channel to this process does. */
const stop = (): never => process.exit(0);
process.once('disconnect', stop);
process.once('SIGTERM', stop);
process.on('SIGINT', () => undefined);
