import { type Route, route } from '../../../http/route.ts';
import { BY_ID } from '../order.ts';
import { collection, tags } from '../paths.ts';
import { EmployeeExportQuery } from '../schema.ts';
import type { EmployeeStore } from '../store.ts';
import { csvHead } from './csv.ts';
import { formats } from './formats.ts';

const FILES = { 'text/csv': 'employees.csv', 'application/x-ndjson': 'employees.ndjson' } as const;

export const exportEmployees = (store: EmployeeStore): Route =>
  route(
    {
      method: 'get',
      path: `${collection}/export`,
      operationId: 'exportEmployees',
      summary: 'Export employees',
      description:
        'All rows that the filters let through, as they are when they are reached, streamed. Times have their ' +
        'microseconds. In CSV a name that a spreadsheet would take for a formula has an apostrophe before it, which the ' +
        'import takes away again.',
      tags,
      scope: 'employees:read',
      request: { query: EmployeeExportQuery },
      responses: {
        200: {
          description: 'The rows',
          stream: formats,
          headers: {
            'content-disposition': {
              description: 'A name for the file',
              example: 'attachment; filename="employees.csv"',
            },
          },
        },
      },
      problems: ['database-unavailable'],
    },
    async ({ query: { sort: order = BY_ID, bom = false, ...filters }, accepted, terms }) => {
      const pages = store.pages({ filters, order }, accepted, terms);
      return {
        status: 200,
        stream: accepted === 'text/csv' ? headed(csvHead(bom), pages) : pages,
        headers: { 'content-disposition': `attachment; filename="${FILES[accepted]}"` },
      };
    },
  );

/** The head comes when there is a page, so that what keeps that from coming is still an answer of its own. */
async function* headed(head: string, pages: AsyncIterable<string | Buffer>): AsyncGenerator<string | Buffer> {
  let isFirst = true;
  for await (const page of pages) {
    if (isFirst) yield head;
    isFirst = false;
    yield page;
  }
  if (isFirst) yield head;
}
