import type { Context, Middleware } from 'koa';
import { HttpError } from 'koa';
import { isDatabaseAway } from '../database-away.ts';
import { badRequest, databaseUnavailable, internalError, Problem, problems, problemType } from '../errors.ts';
import { PROBLEM_TYPE } from '../openapi.ts';
import type { OutageWatch } from '../outage.ts';

/** The edge: whatever is thrown below becomes a problem document, and what only the operator may know goes to the log. */
export function problemAnswers(outage: OutageWatch): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'database-unavailable') outage.notice(problem.cause);
      // pino-http writes it with the line of the request.
      if (problem.code === 'internal-error') ctx.res.err = error instanceof Error ? error : new Error(String(error));
      answer(ctx, problem);
    }
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) return databaseUnavailable(error);
  // Koa's own, of a request that it can't read.
  if (error instanceof HttpError && error.expose) return badRequest(error.message, error);
  return internalError(error);
}

function answer(ctx: Context, { code, status, message, errors, headers, extra }: Problem): void {
  const { title } = problems[code];
  ctx.set(headers);
  ctx.status = status;
  ctx.type = PROBLEM_TYPE;
  ctx.body = {
    type: problemType(code),
    title,
    status,
    detail: message,
    instance: ctx.path,
    ...(errors && { errors }),
    ...extra,
  };
}
