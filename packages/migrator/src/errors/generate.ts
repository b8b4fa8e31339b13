/** What a user can meet between the models and a new migration. */
import { MigratorError, type Place } from '../migrator-error.ts';
import { reasonOf } from './reason.ts';

const list = (names: readonly string[]): string => names.join(', ');

/** @param part the attribute, index or option of the model that it is about */
export const modelInvalid = (
  model: string,
  part: string | undefined,
  why: string,
  remedy: string,
  cause?: unknown,
): MigratorError =>
  new MigratorError({
    code: 'MODEL_INVALID',
    exitCode: 2,
    what: `the model ${model} has a mistake${part === undefined ? '' : ` in ${part}`}`,
    why,
    remedy,
    cause,
  });

export const noModels = (): MigratorError =>
  new MigratorError({
    code: 'NO_MODELS',
    exitCode: 2,
    what: 'there are no models to generate from',
    why: 'the config\'s "models" puts none on the Sequelize that it is given, and returns no other',
    remedy: "define them on it, or return the project's own Sequelize; to drop the last table, `migrate create`",
  });

export const modelsDisagree = (models: readonly string[], thing: string, why: string): MigratorError =>
  new MigratorError({
    code: 'MODELS_DISAGREE',
    exitCode: 2,
    what: `the models ${models.join(' and ')} disagree about ${thing}`,
    why,
    remedy: 'say the same in both, or in one of them only; the `models` of the config may leave one of them out',
  });

export const scratchRefused = (server: string, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'SCRATCH_REFUSED',
    exitCode: 5,
    what: `no scratch database can be made beside ${server}`,
    why: reasonOf(cause),
    remedy: 'give the role CREATEDB, or name another server with --scratch-url or SCRATCH_DATABASE_URL',
    cause,
  });

/** @param statement of the DDL that the models come down to */
export const modelsRefused = (statement: string | undefined, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'MODELS_REFUSED',
    exitCode: 2,
    what: 'PostgreSQL refuses what the models say',
    why: reasonOf(cause),
    remedy: 'mend the model; extensions and functions that it needs belong into `prelude` of the config',
    cause,
    ...(statement !== undefined && { statement }),
  });

/** @param statement of the DDL that the database's schema comes down to */
export const copyRefused = (statement: string | undefined, cause: unknown): MigratorError =>
  new MigratorError({
    code: 'COPY_REFUSED',
    exitCode: 2,
    what: 'no scratch database can be made like the database',
    why: reasonOf(cause),
    remedy: 'extensions and functions that its tables need belong into `prelude` of the config',
    cause,
    ...(statement !== undefined && { statement }),
  });

/** @param place where in the generated text it failed */
export const proofFailed = (step: string, why: string, place: Partial<Place> = {}, cause?: unknown): MigratorError =>
  new MigratorError({
    code: 'PROOF_FAILED',
    exitCode: 1,
    what: `no migration was written: tried on a scratch database, its ${step} fails`,
    why,
    remedy:
      'what is not managed (a view, a function) may stand in the way: write this one by hand with `migrate create`; `migrate diff --sql` prints it',
    cause,
    ...place,
  });

export const differenceInexpressible = (objects: readonly { object: string; text: string }[]): MigratorError =>
  new MigratorError({
    code: 'DIFF_INCOMPLETE',
    exitCode: 1,
    what: `no migration leads there: ${list(objects.map(({ object }) => object))}`,
    why: objects.map(({ object, text }) => `${object}: ${text}`).join(' '),
    remedy: 'write this change by hand with `migrate create`, or change the model',
  });

/** @param flags those that decide */
export const decisionNeeded = (what: string, why: string, flags: readonly string[]): MigratorError =>
  new MigratorError({ code: 'DECISION_NEEDED', exitCode: 3, what, why, remedy: `say it: ${flags.join(' ')}` });

export const migrationsChanged = (folder: string): MigratorError =>
  new MigratorError({
    code: 'MIGRATIONS_CHANGED',
    exitCode: 1,
    what: 'no migration was written: others came or changed meanwhile',
    why: `what was tried began from ${folder} as it was before`,
    remedy: 'run the command again',
  });
