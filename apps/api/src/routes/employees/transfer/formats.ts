import { z } from 'zod';
import type { StreamSpec } from '../../../http/route.ts';
import { EmployeeDocument } from '../schema.ts';
import { csvHead, csvText } from './csv.ts';
import { ndjsonText } from './ndjson.ts';
import { EmployeeRow } from './row.ts';

const EXAMPLE = EmployeeDocument.parse(EmployeeDocument.meta()?.example);

const csv: StreamSpec = {
  description: 'A head line, then a line for each employee (RFC 4180)',
  schema: z.string(),
  example: csvHead(false) + csvText([EXAMPLE]),
};

/** What an export can be, the first where the client has no wish. */
export const formats = {
  'text/csv': csv,
  'application/x-ndjson': {
    description: 'An employee on each line',
    schema: EmployeeDocument,
    example: ndjsonText([EXAMPLE]),
  },
} as const satisfies Record<string, StreamSpec>;

export type ExportFormat = keyof typeof formats;

/** Rows as each has them; CSV's without its head. */
export const rowsText: Readonly<Record<ExportFormat, (employees: readonly EmployeeDocument[]) => string>> = {
  'text/csv': csvText,
  'application/x-ndjson': ndjsonText,
};

/** What an import takes: an export, and less. */
export const importFormats = {
  'text/csv': csv,
  'application/x-ndjson': { ...formats['application/x-ndjson'], schema: EmployeeRow },
} as const satisfies Record<string, StreamSpec>;
