/* The process that sends the load: what it costs and how late it is has nothing to do with the script that judges. */
import { generate, type LoadJob } from './generator.ts';

process.on('message', (job: LoadJob) => {
  void generate(job).then((columns) => process.send?.(columns));
});
process.on('disconnect', () => process.exit(0));
