import { notFound } from '../../errors.ts';
import { isKnown, tagsIn } from '../../http/conditional.ts';
import { JSON_TYPE, type Route, route } from '../../http/route.ts';
import { askedFor } from '../../idempotency/asked.ts';
import { IdempotencyHeader, keyProblems, replayed } from '../../idempotency/header.ts';
import type { Once } from '../../idempotency/once.ts';
import { collection, item, tags } from './paths.ts';
import { EmployeeChanges, EmployeeDocument, EmployeeKey, IfMatch, IfNoneMatch, NewEmployee } from './schema.ts';
import type { EmployeeStore, Tagged } from './store.ts';

const etag = {
  description: 'Of this state of the employee; for If-Match and If-None-Match',
  example: '"767-mia2c5d8"',
};

export const createEmployee = (store: EmployeeStore, once: Once): Route =>
  route(
    {
      method: 'post',
      path: collection,
      operationId: 'createEmployee',
      summary: 'Create an employee',
      tags,
      scope: 'employees:write',
      request: { headers: IdempotencyHeader, body: NewEmployee },
      responses: {
        201: {
          description: 'Created',
          body: EmployeeDocument,
          headers: {
            location: { description: 'Path of the new employee', example: `${collection}/1` },
            etag,
            ...replayed,
          },
        },
      },
      problems: ['name-taken', ...keyProblems, 'database-unavailable'],
    },
    async ({ headers: { 'idempotency-key': key }, principal, body, terms }) => {
      if (key === undefined) return created(await store.create(body, terms));
      const asked = askedFor({ key, principal }, 'createEmployee', body);
      return once(asked, async (transaction) => created(await store.create(body, { ...terms, transaction })));
    },
  );

const created = ({ id, employee, etag: tag }: Tagged) => ({
  status: 201 as const,
  body: employee,
  headers: { location: `${collection}/${id}`, etag: tag },
});

export const getEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'get',
      path: item,
      operationId: 'getEmployee',
      summary: 'Get an employee',
      tags,
      scope: 'employees:read',
      request: { params: EmployeeKey, headers: IfNoneMatch },
      responses: {
        200: { description: 'The employee', body: EmployeeDocument, headers: { etag } },
        304: { description: 'The client has it already (If-None-Match)', headers: { etag } },
      },
      problems: ['not-found', 'database-unavailable'],
    },
    async ({ params: { id }, headers, terms }) => {
      const found = present(id, await store.find(id, terms));
      if (isKnown(tagsIn(headers['if-none-match']), found.etag)) return { status: 304, headers: { etag: found.etag } };
      return { status: 200, body: found.employee, headers: { etag: found.etag } };
    },
  );

export const updateEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'patch',
      path: item,
      operationId: 'updateEmployee',
      summary: 'Change an employee',
      description:
        'A merge patch (RFC 7396): fields that are absent stay as they are. With If-Match only if nobody else has changed ' +
        'the employee since it was read.',
      tags,
      scope: 'employees:write',
      request: {
        params: EmployeeKey,
        headers: IfMatch,
        body: EmployeeChanges,
        consumes: [JSON_TYPE, 'application/merge-patch+json'],
      },
      responses: { 200: { description: 'The employee as changed', body: EmployeeDocument, headers: { etag } } },
      problems: ['not-found', 'name-taken', 'precondition-failed', 'database-unavailable'],
    },
    async ({ params: { id }, headers, body, terms }) => {
      const changed = present(id, await store.update(id, body, tagsIn(headers['if-match']), terms));
      return { status: 200, body: changed.employee, headers: { etag: changed.etag } };
    },
  );

export const deleteEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'delete',
      path: item,
      operationId: 'deleteEmployee',
      summary: 'Delete an employee',
      tags,
      scope: 'employees:write',
      request: { params: EmployeeKey, headers: IfMatch },
      responses: { 204: { description: 'Deleted' } },
      problems: ['not-found', 'precondition-failed', 'database-unavailable'],
    },
    async ({ params: { id }, headers, terms }) => {
      if (!(await store.remove(id, tagsIn(headers['if-match']), terms))) throw notFound(`employee ${id}`);
      return { status: 204 };
    },
  );

function present(id: number, employee: Tagged | undefined): Tagged {
  if (employee === undefined) throw notFound(`employee ${id}`);
  return employee;
}
