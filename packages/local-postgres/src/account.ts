import { readFileSync, statSync } from 'node:fs';
import { localPostgresError } from './errors.ts';

/** A system account, as /etc/passwd has it. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** The accounts of a passwd(5) text. */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid && !line.startsWith('#') ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Whether this process is root, who may not run PostgreSQL but may become somebody who may. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account that the server has to run as, where that is not the one we run as already.
 *
 * @param owner uid that owns the cluster, where there is one
 * @param runAs name of the account for a new cluster; default: `postgres` if it exists, else `nobody`
 * @throws LOCAL_POSTGRES_NO_ACCOUNT when root finds no account to become
 */
export function serverAccount(owner: number | undefined, runAs?: string): Account | undefined {
  if (!isRoot()) return undefined;
  const accounts = knownAccounts();
  if (owner) return accounts.find((account) => account.uid === owner) ?? accountOfUid(owner);
  const names = runAs === undefined ? ['postgres', 'nobody'] : [runAs];
  const found = names.flatMap((name) => accounts.filter((account) => account.name === name && account.uid !== 0))[0];
  if (!found) throw localPostgresError('LOCAL_POSTGRES_NO_ACCOUNT', { account: runAs ?? 'root' });
  return found;
}

/** The uid that owns a path, or undefined where there is nothing. */
export function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}

/** A uid in words: `postgres (uid 101)`. */
export function accountLabel(uid: number | undefined): string {
  const name = knownAccounts().find((account) => account.uid === uid)?.name;
  return name ? `${name} (uid ${uid})` : `uid ${uid}`;
}

function knownAccounts(): Account[] {
  try {
    return parsePasswd(readFileSync('/etc/passwd', 'utf8'));
  } catch {
    return [];
  }
}

/** A server starts as any uid; only initdb needs the name, and the cluster is there already. */
function accountOfUid(uid: number): Account {
  return { name: `uid ${uid}`, uid, gid: uid };
}
