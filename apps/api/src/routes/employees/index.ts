import { notFound } from '../../errors.ts';
import { type Route, route } from '../../route.ts';
import { JSON_TYPE } from '../../serve.ts';
import { BY_ID, encodeCursor, idAfter } from './cursor.ts';
import {
  DEFAULT_LIMIT,
  EmployeeChanges,
  EmployeeDocument,
  EmployeeKey,
  EmployeeListQuery,
  EmployeePage,
  NewEmployee,
} from './schema.ts';
import type { EmployeeStore } from './store.ts';

const tags = ['employees'];
const collection = '/v1/employees';
const item = '/v1/employees/{id}';

/** `/v1/employees` and what is below it. */
export const employeeRoutes = (store: EmployeeStore): Route[] => [
  listEmployees(store),
  createEmployee(store),
  getEmployee(store),
  updateEmployee(store),
  deleteEmployee(store),
];

const listEmployees = (store: EmployeeStore): Route =>
  route(
    {
      method: 'get',
      path: collection,
      operationId: 'listEmployees',
      summary: 'List employees',
      description: 'By id, page by page: the next one is asked for with `cursor`, the `nextCursor` of this one.',
      tags,
      scope: 'employees:read',
      request: { query: EmployeeListQuery },
      responses: { 200: { description: 'A page', body: EmployeePage } },
      problems: ['database-unavailable'],
    },
    async ({ query: { limit = DEFAULT_LIMIT, cursor } }) => {
      // One more than asked for tells whether there is a next page.
      const rows = await store.list({ after: idAfter(cursor), limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const nextCursor = last === undefined ? null : encodeCursor({ sort: BY_ID, after: [last.id] });
      return { status: 200, body: { items, nextCursor } };
    },
  );

const createEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'post',
      path: collection,
      operationId: 'createEmployee',
      summary: 'Create an employee',
      tags,
      scope: 'employees:write',
      request: { body: NewEmployee },
      responses: {
        201: {
          description: 'Created',
          body: EmployeeDocument,
          headers: { location: { description: 'Path of the new employee', example: `${collection}/1` } },
        },
      },
      problems: ['name-taken', 'database-unavailable'],
    },
    async ({ body }) => {
      const employee = await store.create(body);
      return { status: 201, body: employee, headers: { location: `${collection}/${employee.id}` } };
    },
  );

const getEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'get',
      path: item,
      operationId: 'getEmployee',
      summary: 'Get an employee',
      tags,
      scope: 'employees:read',
      request: { params: EmployeeKey },
      responses: { 200: { description: 'The employee', body: EmployeeDocument } },
      problems: ['not-found', 'database-unavailable'],
    },
    async ({ params: { id } }) => ({ status: 200, body: present(id, await store.find(id)) }),
  );

const updateEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'patch',
      path: item,
      operationId: 'updateEmployee',
      summary: 'Change an employee',
      description: 'A merge patch (RFC 7396): fields that are absent stay as they are.',
      tags,
      scope: 'employees:write',
      request: { params: EmployeeKey, body: EmployeeChanges, consumes: [JSON_TYPE, 'application/merge-patch+json'] },
      responses: { 200: { description: 'The employee as changed', body: EmployeeDocument } },
      problems: ['not-found', 'name-taken', 'database-unavailable'],
    },
    async ({ params: { id }, body }) => ({ status: 200, body: present(id, await store.update(id, body)) }),
  );

const deleteEmployee = (store: EmployeeStore): Route =>
  route(
    {
      method: 'delete',
      path: item,
      operationId: 'deleteEmployee',
      summary: 'Delete an employee',
      tags,
      scope: 'employees:write',
      request: { params: EmployeeKey },
      responses: { 204: { description: 'Deleted' } },
      problems: ['not-found', 'database-unavailable'],
    },
    async ({ params: { id } }) => {
      if (!(await store.remove(id))) throw notFound(`employee ${id}`);
      return { status: 204 };
    },
  );

function present(id: number, employee: EmployeeDocument | undefined): EmployeeDocument {
  if (employee === undefined) throw notFound(`employee ${id}`);
  return employee;
}
