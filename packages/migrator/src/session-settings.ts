import type { ClientBase } from 'pg';

/**
 * What every connection that migrations run on is set to, so that one migration does the same by the command, by a boot
 * and whatever the role's own settings are.
 *
 * client_connection_check_interval: a run that is killed must not go on inside the server.
 * tcp_*: nor must one whose network is gone, which closes no connection: the server asks after 10 s, and gives up after 30.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 */
const WANTED: Record<string, string> = {
  TimeZone: 'UTC',
  client_connection_check_interval: '1s',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  statement_timeout: '0',
  tcp_keepalives_count: '3',
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_user_timeout: '30s',
  transaction_timeout: '0',
};

/** Those of the wanted settings that a server has. */
export type SessionSettings = readonly (readonly [name: string, value: string])[];

/** Asked once for a run: reading pg_settings takes the server longer than a small migration. */
export async function readSessionSettings(client: ClientBase): Promise<SessionSettings> {
  const { rows } = await client.query<{ name: string }>('SELECT lower(name) AS name FROM pg_catalog.pg_settings');
  const present = new Set(rows.map(({ name }) => name));
  return Object.entries(WANTED).filter(([name]) => present.has(name.toLowerCase()));
}

/** For a transaction on a connection that is not the migrator's own. */
export const setLocally = (settings: SessionSettings): string => setSql('LOCAL', settings);

const setSql = (scope: 'SESSION' | 'LOCAL', settings: SessionSettings): string =>
  settings.map(([name, value]) => `SET ${scope} ${name} = '${value}';`).join(' ');

/**
 * DISCARD ALL, statement by statement: the whole is refused among others, and would be a message of its own for each
 * migration. https://www.postgresql.org/docs/current/sql-discard.html
 */
const DISCARD = [
  'CLOSE ALL',
  'SET SESSION AUTHORIZATION DEFAULT',
  'RESET ALL',
  'DEALLOCATE ALL',
  'UNLISTEN *',
  'SELECT pg_catalog.pg_advisory_unlock_all()',
  'DISCARD PLANS',
  'DISCARD TEMP',
  'DISCARD SEQUENCES',
].join('; ');

/**
 * Brings a connection to the state in which every migration begins: what an earlier one has SET, prepared or put into
 * temporary tables is gone. Outside a transaction only.
 *
 * @param next what is to be sent with the same message
 */
export async function resetSession(client: ClientBase, settings: SessionSettings, next = ''): Promise<void> {
  // In a transaction of its own: were it part of what follows, its ROLLBACK would take it back.
  await client.query(`BEGIN; ${DISCARD}; ${setSql('SESSION', settings)} COMMIT; ${next}`);
}
