/** What a run that was cut outside a transaction can leave to the next one. */
import { MigratorError } from '../migrator-error.ts';

interface Cut {
  name: string;
  direction: 'up' | 'down';
  /** ISO 8601. */
  at: string;
}

const since = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

const interrupted = ({ name }: Cut, what: string, why: string, remedy: string): MigratorError =>
  new MigratorError({ code: 'MIGRATION_INTERRUPTED', exitCode: 1, what, why, remedy, migrations: [name] });

/** Nobody but a person can tell whether it is done. */
export const outcomeUnknown = (cut: Cut): MigratorError =>
  interrupted(
    cut,
    `${cut.name} was interrupted going ${cut.direction}, and nobody knows whether it is done`,
    `it runs outside a transaction, began at ${since(cut.at)}, and its run ended before it was recorded`,
    `look in the database: where it is done, \`migrate stamp ${cut.direction === 'up' ? cut.name : 'NAME'}\`${cut.direction === 'up' ? '' : ' with the one before it'} records that; where it is not, take back what it left, and \`migrate repair\` lets it run again`,
  );

/** The other direction has to be settled first. */
export const otherWayFirst = (cut: Cut): MigratorError =>
  interrupted(
    cut,
    `${cut.name} was interrupted going ${cut.direction}, and is neither up nor down`,
    `it runs outside a transaction, began at ${since(cut.at)}, and its run ended before it was recorded`,
    `run \`migrate ${cut.direction}\`, which brings it to its end; or mend what it left by hand and run \`migrate repair\``,
  );

/** The server has not noticed yet that nobody waits for the answer. */
export const stillAtWork = (name: string, pid: number): MigratorError =>
  new MigratorError({
    code: 'MIGRATION_INTERRUPTED',
    exitCode: 1,
    what: `${name} was interrupted, and the server is still at work on it`,
    why: `server process ${pid} runs what the interrupted run has sent`,
    remedy: `wait for its end and run the command again, or end it: SELECT pg_terminate_backend(${pid})`,
    migrations: [name],
  });

/** @param object quoted, with its schema @param what about it */
export const objectInTheWay = (object: string, what: string): MigratorError =>
  new MigratorError({
    code: 'OBJECT_IN_THE_WAY',
    exitCode: 1,
    what: `${object} is there already, and is not what the migration makes`,
    why: what,
    remedy: `give one of them another name, or drop what is there (DROP INDEX CONCURRENTLY ${object}) and run the command again; where it will do as it is, \`migrate stamp NAME\` records the migration`,
  });
