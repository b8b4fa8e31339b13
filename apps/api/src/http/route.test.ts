import { expect, test } from 'vitest';
import { z } from 'zod';
import { type RouteSpec, route } from './route.ts';

const Pong = z.strictObject({ pong: z.boolean(), by: z.strictObject({ name: z.string() }).optional() });

const spec = {
  method: 'post',
  path: '/ping/{id}',
  operationId: 'ping',
  summary: 'Ping',
  tags: [],
  request: {
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ loud: z.string().optional() }),
    body: z.strictObject({ n: z.int() }),
  },
  responses: {
    200: { description: 'Pong', body: Pong },
    201: { description: 'Made', body: Pong, headers: { location: { description: 'Where' } } },
    204: { description: 'Nothing' },
  },
} as const satisfies RouteSpec;

// What does not compile is the test: each expectation below fails the type check if its line is taken.
test('an answer that fits compiles, whatever its status', async () => {
  const routes = [
    route(spec, async () => ({ status: 200, body: { pong: true } })),
    route(spec, async () => ({ status: 200, body: { pong: true, by: { name: 'x' } } })),
    route(spec, async () => ({ status: 201, body: { pong: true }, headers: { location: '/1' } })),
    route(spec, async () => ({ status: 204 })),
    route(spec, async ({ body, query }) =>
      body.n > 1 && query.loud ? { status: 204 } : { status: 200, body: { pong: true } },
    ),
  ];
  expect(
    (await Promise.all(routes.map((made) => made.handle({ body: { n: 1 }, query: {} })))).map(({ status }) => status),
  ).toEqual([200, 200, 201, 204, 200]);
});

test('an answer that does not fit does not compile', () => {
  // @ts-expect-error a status that is not declared
  route(spec, async () => ({ status: 202, body: { pong: true } }));
  // @ts-expect-error no body
  route(spec, async () => ({ status: 200 }));
  // @ts-expect-error a body of another shape
  route(spec, async () => ({ status: 200, body: { pong: 'yes' } }));
  // @ts-expect-error a key that is missing
  route(spec, async () => ({ status: 200, body: {} }));
  // @ts-expect-error a key too many
  route(spec, async () => ({ status: 200, body: { pong: true, password: 'x' } }));
  // @ts-expect-error a key too many further down
  route(spec, async () => ({ status: 200, body: { pong: true, by: { name: 'x', password: 'x' } } }));
  // @ts-expect-error a body where there is none
  route(spec, async () => ({ status: 204, body: { pong: true } }));
  // @ts-expect-error a declared header that is missing
  route(spec, async () => ({ status: 201, body: { pong: true } }));
  // @ts-expect-error a header of another name
  route(spec, async () => ({ status: 201, body: { pong: true }, headers: { locatoin: '/1' } }));
  // @ts-expect-error one of two answers does not fit
  route(spec, async ({ body }) => (body.n > 1 ? { status: 204 } : { status: 200, body: { ping: true } }));
  const leaky = { pong: true, password: 'x' };
  // @ts-expect-error a key too many, by way of a variable
  route(spec, async () => ({ status: 200, body: leaky }));
  expect(Object.keys(spec.responses)).toEqual(['200', '201', '204']);
});

test('a part that is not declared does not compile', () => {
  // @ts-expect-error an unknown query key
  route(spec, async ({ query }) => ({ status: 200, body: { pong: query.loudly === '1' } }));
  // @ts-expect-error an unknown body key
  route(spec, async ({ body }) => ({ status: 200, body: { pong: body.m > 1 } }));
  // @ts-expect-error headers are not declared
  route(spec, async ({ headers }) => ({ status: 200, body: { pong: headers !== undefined } }));
  // @ts-expect-error n is a number
  route(spec, async ({ body }) => ({ status: 200, body: { pong: body.n.length > 1 } }));
  expect(spec.path).toBe('/ping/{id}');
});
