import { importsBusy, invalidRequest, rowsTaken } from '../../../errors.ts';
import { collectEarly } from '../../../heap.ts';
import { type Route, route } from '../../../http/route.ts';
import { collection, tags } from '../paths.ts';
import { EmployeeImportQuery, ImportReport } from '../schema.ts';
import type { EmployeeStore } from '../store.ts';
import { importFormats } from './formats.ts';
import { type Outcome, readInto } from './read-into.ts';
import type { ImportSession } from './session.ts';

export const importEmployees = (store: EmployeeStore): Route => {
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
        'with the hundredth.',
      tags,
      scope: 'employees:write',
      request: { query: EmployeeImportQuery, upload: importFormats },
      responses: { 200: { description: 'All imported, or with `dryRun` all could be', body: ImportReport } },
      problems: ['rows-taken', 'imports-busy', 'database-unavailable'],
    },
    async ({ query: { dryRun = false }, upload }) => {
      const most = store.importsAtOnce();
      if (imports.running >= most) throw importsBusy(most);
      imports.running += 1;
      const end = collectEarly();
      try {
        const imported = await inSession(store, dryRun, (session) => readInto(session, upload));
        return { status: 200, body: { imported, dryRun } };
      } finally {
        imports.running -= 1;
        end();
      }
    },
  );
};

/** @returns how many rows there were. @throws 422 or 409 with the faults of the rows, nothing being kept */
async function inSession(
  store: EmployeeStore,
  dryRun: boolean,
  work: (session: ImportSession) => Promise<Outcome>,
): Promise<number> {
  const session = store.beginImport();
  try {
    const { rows, faults, taken } = await work(session);
    if (faults.length > 0) throw invalidRequest([...faults, ...taken]);
    if (taken.length > 0) throw rowsTaken(taken);
    await (dryRun ? session.rollback() : session.commit());
    return rows;
  } catch (error) {
    await session.rollback();
    throw error;
  }
}
