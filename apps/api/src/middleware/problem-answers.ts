import type { Context, Middleware } from 'koa';
import { HttpError } from 'koa';
import { isDatabaseAway, isDatabaseBusy, isTimedOut } from '../database/away.ts';
import type { OutageWatch } from '../database/outage.ts';
import {
  badRequest,
  databaseBusy,
  databaseUnavailable,
  internalError,
  PROBLEM_TYPE,
  Problem,
  problemDocument,
} from '../errors.ts';
import { exchangeOf, flat } from '../http/exchange.ts';

/** The edge: whatever is thrown below becomes a problem document, and what only the operator may know goes to the log. */
export function problemAnswers(outage: OutageWatch): Middleware {
  return async (ctx, next) => {
    const path = readPath(ctx);
    try {
      if (path === undefined) throw badRequest('the target of the request is not a path or a URL');
      // Node's own answer to this (`requireHostHeader`) has no body.
      if (ctx.req.httpVersion === '1.1' && ctx.req.headers.host === undefined) throw badRequest('Host is missing');
      await next();
    } catch (error) {
      const problem = problemOf(error);
      const isBusy = isDatabaseBusy(error);
      if (problem.code === 'database-unavailable' && (!isBusy || isTimedOut(error))) outage.notice(problem.cause);
      // It stands in the line of the request.
      if (problem.code === 'auth-unavailable') exchangeOf(ctx).error = asError(problem.cause);
      if (problem.code === 'internal-error' || isBusy) exchangeOf(ctx).error = asError(error);
      answer(ctx, problem, path ?? ctx.req.url ?? '');
    }
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Koa parses the target at each look, and throws for one that is no URL (`GET http://[::1/`). */
function readPath(ctx: Context): string | undefined {
  try {
    return ctx.path;
  } catch {
    return undefined;
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseBusy(error)) return databaseBusy(error);
  if (isDatabaseAway(error)) return databaseUnavailable(error);
  // Koa's own, of a request that it can't read.
  if (error instanceof HttpError && error.expose) return badRequest(error.message, error);
  return internalError(error);
}

/** Nothing in here may throw: what does ends in Koa's own answer, in plain text and without the request's id. */
function answer(ctx: Context, problem: Problem, instance: string): void {
  exchangeOf(ctx).answer = {
    status: problem.status,
    headers: flat(problem.headers),
    body: { type: PROBLEM_TYPE, content: JSON.stringify(problemDocument(problem, instance)) },
  };
}
