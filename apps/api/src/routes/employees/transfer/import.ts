import { importsBusy, invalidRequest, rowsTaken } from '../../../errors.ts';
import { type Route, route, type Upload } from '../../../http/route.ts';
import { askedToRead } from '../../../idempotency/asked.ts';
import { IdempotencyHeader, keyProblems, replayed } from '../../../idempotency/header.ts';
import type { Once } from '../../../idempotency/once.ts';
import { collection, tags } from '../paths.ts';
import { EmployeeImportQuery, ImportReport } from '../schema.ts';
import type { EmployeeStore } from '../store.ts';
import { importFormats } from './formats.ts';
import { readInto } from './read-into.ts';
import type { ImportSession } from './session.ts';

export const importEmployees = (store: EmployeeStore, once: Once): Route => {
  const imports = { running: 0 };
  return route(
    {
      method: 'post',
      path: `${collection}/import`,
      operationId: 'importEmployees',
      summary: 'Import employees',
      description:
        'Any number of rows in one transaction: all or none. What an export has besides a new employee (id, createdTime, ' +
        'updateTime) is kept as it is where it is given. A fault names its line, `["body", 777, "salary"]`; reading ends ' +
        'with the hundredth. With `dryRun` an `Idempotency-Key` is not looked at.',
      tags,
      scope: 'employees:write',
      request: { query: EmployeeImportQuery, headers: IdempotencyHeader, upload: importFormats },
      responses: {
        200: { description: 'All imported, or with `dryRun` all could be', body: ImportReport, headers: replayed },
      },
      problems: ['rows-taken', 'imports-busy', ...keyProblems, 'database-unavailable'],
    },
    async ({ query: { dryRun = false }, headers: { 'idempotency-key': key }, principal, upload }) => {
      const most = store.importsAtOnce();
      if (imports.running >= most) throw importsBusy(most);
      imports.running += 1;
      try {
        // A trial writes nothing, and there is nothing to keep from being done twice.
        if (key === undefined || dryRun) return reportOf(await readAll(store.beginImport(), upload, dryRun), dryRun);
        const asked = askedToRead({ key, principal }, 'importEmployees', upload);
        return await once(asked, async (transaction) =>
          reportOf(await readAll(store.beginImport(transaction), upload, dryRun), dryRun),
        );
      } finally {
        imports.running -= 1;
      }
    },
  );
};

const reportOf = (imported: number, dryRun: boolean) => ({ status: 200 as const, body: { imported, dryRun } });

type Formats = keyof typeof importFormats;

/** @returns how many rows there were. @throws 422 or 409 with the faults of the rows, nothing being kept */
async function readAll(session: ImportSession, upload: Upload<Formats>, dryRun: boolean): Promise<number> {
  try {
    const { rows, faults, taken } = await readInto(session, upload);
    if (faults.length > 0) throw invalidRequest([...faults, ...taken]);
    if (taken.length > 0) throw rowsTaken(taken);
    await (dryRun ? session.rollback() : session.commit());
    return rows;
  } catch (error) {
    await session.rollback();
    throw error;
  }
}
