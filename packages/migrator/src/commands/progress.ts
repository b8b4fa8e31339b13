import type { Migrator } from '../migrator.ts';
import type { Report } from '../report.ts';

/** Says each migration as it is done, with its time; on a terminal also the one that is under way. */
export function showProgress({ umzug }: Migrator, report: Report): void {
  let startedAt = 0;
  const start = ({ name }: { name: string }): void => {
    startedAt = Date.now();
    if (process.stderr.isTTY) process.stderr.write(`… ${name}\r`);
  };
  const done =
    (verb: string) =>
    (meta: { name: string }): void => {
      report.line(`${verb}  ${meta.name}  ${Date.now() - startedAt} ms`);
    };
  umzug.on('migrating', start);
  umzug.on('reverting', start);
  umzug.on('migrated', done('applied '));
  umzug.on('reverted', done('reverted'));
}
