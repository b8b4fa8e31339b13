/** `migrate up` with a patience of the caller's: url, folder, statementLockTimeout, attempts. */
import { createMigrator, MigratorError } from '../../src/index.ts';

const [url = '', migrations = '', statementLockTimeout, attempts] = process.argv.slice(2);
const said: string[] = [];
const migrator = createMigrator({
  url,
  migrations,
  statementLockTimeout: Number(statementLockTimeout),
  attempts: Number(attempts),
  log: (line) => void said.push(line),
});
const tries = (): number => 1 + said.filter((line) => line.includes('did not get its locks')).length;
try {
  await migrator.up();
  process.stdout.write(JSON.stringify({ outcome: 'applied', tries: tries(), said }));
} catch (error) {
  const { sqlState, code, reason } = error as MigratorError;
  const outcome = error instanceof MigratorError ? (sqlState ?? code) : String(error);
  process.stdout.write(JSON.stringify({ outcome, tries: tries(), said: [...said, reason] }));
}
await migrator.close();
process.exit();
