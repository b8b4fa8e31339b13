import type { ClientBase } from 'pg';

/** What is known of a connection that must not be lost without a word. */
export interface Lease {
  /** Why it is lost; undefined while it is held. */
  readonly lost: { cause: unknown } | undefined;
  /** Asks the server where it has not been heard of for a while. */
  confirm(): Promise<void>;
  end(): void;
}

/** Parts of the lease: how often the server is asked, how long its answer may take, how often the time is counted. */
const BEATS = 9;
const ANSWER = 3;
const TICKS = 90;

/**
 * Keeps a session alive that the server ends when it has not heard of it for `milliseconds` (idle_session_timeout), and
 * tells when the server is not heard of. A network that was cut, or a proxy that forwards nothing any more, closes no
 * connection: without this the session, and the locks that it holds, would stay until TCP gives up, after hours.
 * https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-SESSION-TIMEOUT
 *
 * @param milliseconds 0: no limit
 * @param onSilence called once, when no answer has come in a third of the time
 */
export async function keepLease(client: ClientBase, milliseconds: number, onSilence: () => void): Promise<Lease> {
  let lost: { cause: unknown } | undefined;
  let [heardAt, sinceBeat, unanswered] = [Date.now(), 0, 0];
  const lose = (cause: unknown): void => void (lost ??= { cause });
  const ask = async (): Promise<void> => {
    await client.query('SELECT 1').then(() => void (heardAt = Date.now()), lose);
    unanswered = 0;
  };
  const beat = (): void => {
    [sinceBeat, unanswered] = [0, 1];
    void ask();
  };
  const fallSilent = (): void => {
    clearInterval(timer);
    lose(new Error(`the server has not answered for ${Math.round(milliseconds / ANSWER / 100) / 10} s`));
    onSilence();
  };
  // Ticks, not times: while this process is busy, an answer may have come that it has not looked at.
  const tick = (): void => {
    sinceBeat += 1;
    if (unanswered > 0) unanswered += 1;
    if (unanswered > TICKS / ANSWER) fallSilent();
    else if (unanswered === 0 && sinceBeat >= TICKS / BEATS) beat();
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('the server closed it')));
  // An idle holder must not be ended by the server's own setting either.
  await client.query(`SET idle_session_timeout = ${Math.round(milliseconds)}`);
  const timer = milliseconds === 0 ? undefined : setInterval(tick, milliseconds / TICKS);
  return {
    get lost() {
      return lost;
    },
    confirm: async () => {
      if (lost === undefined && milliseconds > 0 && Date.now() - heardAt > milliseconds / ANSWER) await ask();
    },
    end: () => clearInterval(timer),
  };
}
