import type { z } from 'zod';
import type { Fault } from '../errors.ts';

type Issue = z.core.$ZodIssue;
type Words = Pick<Fault, 'msg' | 'type'>;

/** Where in the request a value stood, as the first item of `loc`. */
export type Location = 'path' | 'query' | 'header' | 'body';

const TYPE_WORDS: Record<string, Words> = {
  string: { msg: 'Input should be a valid string', type: 'string_type' },
  int: { msg: 'Input should be a valid integer', type: 'int_type' },
  // What an integer schema says of a text; amounts are no numbers (wire.ts), so there is no float to tell it from.
  number: { msg: 'Input should be a valid integer', type: 'int_type' },
  boolean: { msg: 'Input should be a valid boolean', type: 'bool_type' },
  array: { msg: 'Input should be a valid list', type: 'list_type' },
  object: { msg: 'Input should be an object', type: 'dict_type' },
};

/**
 * Zod's issues as FastAPI words them, one fault for each surplus key. `reportInput` must have been on, to tell what is
 * missing from what is wrong.
 *
 * @example `faultsOf(issues, 'body') // [{ loc: ['body', 'salary'], msg: 'Field required', type: 'missing' }]`
 */
export function faultsOf(issues: readonly Issue[], location: Location): Fault[] {
  return issues.flatMap((issue) => {
    const loc = [location, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => surplus([...loc, key]));
    return [{ loc, ...wordsOf(issue) }];
  });
}

const surplus = (loc: Fault['loc']): Fault => ({ loc, msg: 'Extra inputs are not permitted', type: 'extra_forbidden' });

function wordsOf(issue: Issue): Words {
  if (issue.input === undefined && issue.code !== 'custom') return { msg: 'Field required', type: 'missing' };
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? { msg: issue.message, type: `${issue.expected}_type` };
    case 'too_small':
      if (issue.origin === 'array') return items('too_short', 'least', issue.minimum);
      return bound('greater_than', 'greater than', issue.minimum, issue.inclusive);
    case 'too_big':
      if (issue.origin === 'array') return items('too_long', 'most', issue.maximum);
      return bound('less_than', 'less than', issue.maximum, issue.inclusive);
    case 'invalid_value':
      return { msg: `Input should be ${issue.values.map((value) => `'${String(value)}'`).join(' or ')}`, type: 'enum' };
    case 'custom':
      return { msg: issue.message, type: String(issue.params?.type ?? 'value_error') };
    case 'invalid_union':
      return { msg: issue.message, type: 'type_error' };
    case 'invalid_format':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      break;
  }
  return { msg: issue.message, type: issue.code };
}

const items = (type: string, end: string, limit: number | bigint): Words => ({
  msg: `List should have at ${end} ${limit} item${Number(limit) === 1 ? '' : 's'}`,
  type,
});

function bound(type: string, words: string, limit: number | bigint, inclusive: boolean | undefined): Words {
  return inclusive === false
    ? { msg: `Input should be ${words} ${limit}`, type }
    : { msg: `Input should be ${words} or equal to ${limit}`, type: `${type}_equal` };
}
