import { jsonObject } from '../../http/json.ts';
import { type Route, route } from '../../http/route.ts';
import type { Cursors } from './cursor.ts';
import { BY_ID } from './order.ts';
import { collection, tags } from './paths.ts';
import { DEFAULT_LIMIT, EmployeeListQuery, EmployeePage } from './schema.ts';
import type { EmployeeStore } from './store.ts';

export const listEmployees = (store: EmployeeStore, cursors: Cursors): Route =>
  route(
    {
      method: 'get',
      path: collection,
      operationId: 'listEmployees',
      summary: 'List employees',
      description:
        'Page by page: the next one is asked for with `cursor`, the `nextCursor` of this one, and the same filters and order. ' +
        'That misses or repeats no row that stays, whatever comes and goes meanwhile. By one column every page costs the same; ' +
        'of several, rows that are alike in the first are sorted anew for each page.',
      tags,
      scope: 'employees:read',
      request: { query: EmployeeListQuery },
      responses: { 200: { description: 'A page', body: EmployeePage } },
      problems: ['database-unavailable'],
    },
    async ({ query: { limit = DEFAULT_LIMIT, sort: order = BY_ID, cursor, offset, total, ...filters }, terms }) => {
      const after = cursor === undefined ? undefined : cursors.decode(cursor, order);
      const [{ items, next }, count] = await Promise.all([
        store.list({ filters, order, after, offset, limit }, terms),
        total ? store.count(filters, terms) : undefined,
      ]);
      const nextCursor = next === undefined ? null : cursors.encode(order, next);
      return { status: 200, body: jsonObject({ items, nextCursor, ...(count !== undefined && { total: count }) }) };
    },
  );
