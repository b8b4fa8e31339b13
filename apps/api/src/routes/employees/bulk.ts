import { type Json, jsonObject } from '../../http/json.ts';
import { type Route, route } from '../../http/route.ts';
import { askedFor } from '../../idempotency/asked.ts';
import { IdempotencyHeader, keyProblems, replayed } from '../../idempotency/header.ts';
import type { Once } from '../../idempotency/once.ts';
import { collection, tags } from './paths.ts';
import { CreatedEmployees, type EmployeeDocument, MOST_IN_BULK, NewEmployees } from './schema.ts';
import type { EmployeeStore } from './store.ts';

export const createEmployees = (store: EmployeeStore, once: Once): Route =>
  route(
    {
      method: 'post',
      path: `${collection}/bulk`,
      operationId: 'createEmployees',
      summary: 'Create many employees',
      description: `Up to ${MOST_IN_BULK} in one transaction: all or none. A fault names the row by its index, \`["body", 3, "name"]\`.`,
      tags,
      scope: 'employees:write',
      request: { headers: IdempotencyHeader, body: NewEmployees },
      responses: { 201: { description: 'All created', body: CreatedEmployees, headers: replayed } },
      problems: ['name-taken', ...keyProblems, 'database-unavailable'],
    },
    async ({ headers: { 'idempotency-key': key }, principal, body, terms }) => {
      if (key === undefined) return created(await store.createMany(body, terms));
      const asked = askedFor({ key, principal }, 'createEmployees', body);
      return once(asked, async (transaction) => created(await store.createMany(body, { ...terms, transaction })));
    },
  );

const created = (items: Json<EmployeeDocument[]>) => ({ status: 201 as const, body: jsonObject({ items }) });
