/** One line of why, out of whatever was thrown; AggregateError (several addresses tried) has an empty message. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) {
    return [...new Set(cause.errors.map(reasonOf))].join('; ');
  }
  if (!(cause instanceof Error)) return String(cause);
  const code = (cause as { code?: unknown }).code;
  const text =
    withoutRequireStack(cause.message)
      .trim()
      .replace(/\s*\n\s*/g, ' ') || cause.name;
  return typeof code === 'string' && !text.includes(code) ? `${text} (${code})` : text;
}

/** Node lists every file on the way to a module that is not there; the first of them is told as the place. */
const withoutRequireStack = (message: string): string => message.replace(/\nRequire stack:[\s\S]*$/, '');
