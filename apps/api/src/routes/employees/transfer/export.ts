import { collectEarly } from '../../../heap.ts';
import { type Route, route } from '../../../http/route.ts';
import { BY_ID } from '../order.ts';
import { collection, tags } from '../paths.ts';
import { type EmployeeDocument, EmployeeExportQuery } from '../schema.ts';
import type { EmployeeStore } from '../store.ts';
import { csvHead, csvText } from './csv.ts';
import { formats } from './formats.ts';
import { ndjsonText } from './ndjson.ts';

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
    async ({ query: { sort: order = BY_ID, bom = false, ...filters }, accepted }) => {
      const pages = store.pages({ filters, order });
      const stream = accepted === 'text/csv' ? csvOf(pages, bom) : ndjsonOf(pages);
      return {
        status: 200,
        stream: inLittleMemory(stream),
        headers: { 'content-disposition': `attachment; filename="${FILES[accepted]}"` },
      };
    },
  );

type Pages = AsyncIterable<EmployeeDocument[]>;

async function* csvOf(pages: Pages, bom: boolean): AsyncGenerator<string> {
  // With the first page, so that what keeps that from coming is still an answer of its own.
  let head = csvHead(bom);
  for await (const page of pages) {
    yield head + csvText(page);
    head = '';
  }
  if (head !== '') yield head;
}

async function* ndjsonOf(pages: Pages): AsyncGenerator<string> {
  for await (const page of pages) yield ndjsonText(page);
}

async function* inLittleMemory(text: AsyncIterable<string>): AsyncGenerator<string> {
  const end = collectEarly();
  try {
    yield* text;
  } finally {
    end();
  }
}
