import { danger, type Effect, type Scope } from './scope.ts';

/** For a statement that PostgreSQL runs only by itself. */
export const refusedInTransaction = (statement: string, { transactional }: Pick<Scope, 'transactional'>): Effect[] =>
  transactional
    ? [
        danger(
          'not-transactional',
          `PostgreSQL refuses ${statement} inside a transaction. Put it alone into a file of its own (-- migrate:up transaction:false).`,
        ),
      ]
    : [];
