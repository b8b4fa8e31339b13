import { jsonObject } from '../../http/json.ts';
import { type Route, route } from '../../http/route.ts';
import { collection, tags } from './paths.ts';
import { CreatedEmployees, MOST_IN_BULK, NewEmployees } from './schema.ts';
import type { EmployeeStore } from './store.ts';

export const createEmployees = (store: EmployeeStore): Route =>
  route(
    {
      method: 'post',
      path: `${collection}/bulk`,
      operationId: 'createEmployees',
      summary: 'Create many employees',
      description: `Up to ${MOST_IN_BULK} in one transaction: all or none. A fault names the row by its index, \`["body", 3, "name"]\`.`,
      tags,
      scope: 'employees:write',
      request: { body: NewEmployees },
      responses: { 201: { description: 'All created', body: CreatedEmployees } },
      problems: ['name-taken', 'database-unavailable'],
    },
    async ({ body }) => ({ status: 201, body: jsonObject({ items: await store.createMany(body) }) }),
  );
