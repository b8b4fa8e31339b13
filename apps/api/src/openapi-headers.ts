import { z } from 'zod';
import type { ResponseSpec } from './route.ts';

/** What every answer has, whatever it is. */
const EVERY_ANSWER: NonNullable<ResponseSpec['headers']> = {
  'x-request-id': {
    description: 'The id of the request in the log: the one that it came with, or a new one',
    example: '3f0c2a52-5c1e-4c3a-9a51-1f6d3f1f4f7e',
  },
};

/** Response headers as zod-openapi takes them: each is always there. */
export const headersOf = (headers: ResponseSpec['headers']): z.ZodObject =>
  z.object(
    Object.fromEntries(
      Object.entries({ ...EVERY_ANSWER, ...headers }).map(([name, meta]) => [name, z.string().meta(meta)]),
    ),
  );
