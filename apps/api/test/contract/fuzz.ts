import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { bodyEdits } from './body-edits.ts';
import { faultsOf, operationOf } from './checks.ts';
import type { Contract } from './document.ts';
import { targetEdits } from './edits.ts';
import { type ApiRequest, asCommand, type Caller, type Draft, draftsOf, type Edit, rendered } from './requests.ts';
import { Seen } from './seen.ts';
import type { ApiResponse, Send } from './send.ts';

/** How many requests are on their way at once, at most. */
const WAVE = 40;
/** Of many random requests a rare answer may still be missing. */
const MOST = 5;
/** How many waves are made from one seed, and for how long: a failure is made smaller until then. */
const LIMITS = { numRuns: 100, interruptAfterTimeLimit: 10_000 };

export interface FuzzOptions {
  contract: Contract;
  send: Send;
  /** Who asks; default: nobody in particular. */
  callers?: readonly Caller[];
  /** At least so many requests. */
  requests: number;
  /** Whether enough has come; until then up to `MOST` times as many are sent. Default: it has. */
  isEnough?: (tally: Tally) => boolean;
  /**
   * The same seed, the same requests, but for what they take from the answers before. Default: CONTRACT_SEED, or another
   * each time.
   */
  seed?: number;
  /** Whether a failure is reported as it was found, and not made as small as it fails. */
  isQuick?: boolean;
  /** Called between waves, when nothing is on its way. */
  pause?: (sent: number) => Promise<void>;
}

/** What came: operation and status → how often. */
export type Tally = Map<string, number>;

interface State {
  tally: Tally;
  seen: Seen;
  sent: number;
}

/**
 * Sends valid and invalid requests to every operation of a document, in waves, and holds each answer against it.
 *
 * @returns the tally, `createEmployee 201` → how often
 * @throws Error with the seed, the requests as commands, as few and as small as they fail, and what is wrong with their
 *   answers
 */
export async function fuzz(options: FuzzOptions): Promise<Tally> {
  const { contract, callers, requests, isEnough = () => true, isQuick = false, pause } = options;
  const state: State = { tally: new Map(), seen: new Seen(), sent: 0 };
  const wave = fc.array(anyDraft(contract, callers), { minLength: 1, maxLength: WAVE, size: 'max' });
  const isDone = () => state.sent >= requests && (isEnough(state.tally) || state.sent >= MOST * requests);
  const property = fc.asyncProperty(wave, async (drafts) => {
    if (isDone()) return;
    await pause?.(state.sent);
    await sendWave(drafts, options, state);
  });
  for (let seed = options.seed ?? anySeed(); !isDone(); seed += 1) {
    const run = await fc.check(property, { ...LIMITS, seed, endOnFailure: isQuick });
    // Without a counterexample it was the time limit, before a first wave was through: that is a busy machine, and no fault.
    if (run.failed && run.counterexample !== null)
      throw new Error(`CONTRACT_SEED=${seed}: ${wordsOf(run.errorInstance)}`, { cause: run.errorInstance });
  }
  return state.tally;
}

const anySeed = (): number => Number(process.env.CONTRACT_SEED ?? randomInt(2 ** 31));

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws Error with what is wrong with the answers */
async function sendWave(drafts: readonly Draft[], { contract, send }: FuzzOptions, state: State): Promise<void> {
  const ready = drafts.map((draft) => rendered(draft, state.seen, contract));
  const answers = await Promise.all(ready.map(async (request) => ({ request, response: await send(request) })));
  state.sent += drafts.length;
  const reports = answers.flatMap(({ request, response }, index) => {
    count(state.tally, contract, request, response);
    note(state.seen, request, response);
    const faults = faultsOf(contract, request, response);
    return faults.length === 0 ? [] : [report(faults, drafts[index], request, response)];
  });
  if (reports.length > 0) throw new Error(reports.join('\n\n'));
}

/** Half of them fit the document; the others are changed once or twice. */
function anyDraft(contract: Contract, callers?: readonly Caller[]): fc.Arbitrary<Draft> {
  const drafts = fc.oneof(...contract.operations.map((operation) => draftsOf(contract, operation, callers)));
  const edits = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Edit[]>([]) },
    { weight: 3, arbitrary: fc.tuple(fc.oneof(targetEdits, bodyEdits)) },
    { weight: 1, arbitrary: fc.tuple(targetEdits, bodyEdits) },
  );
  return fc.tuple(drafts, edits).map(([draft, chosen]) => ({ ...draft, edits: chosen }));
}

function count(tally: Tally, contract: Contract, request: ApiRequest, { status }: ApiResponse): void {
  const key = `${operationOf(contract, request)?.id ?? 'none'} ${status}`;
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

function note(seen: Seen, { path, query }: ApiRequest, { headers, body }: ApiResponse): void {
  if (!headers['content-type']?.startsWith('application/json')) return;
  seen.note(
    query === '' ? path : `${path}?${query}`,
    headers as Record<string, string>,
    JSON.parse(body.toString() || 'null'),
  );
}

function report(
  faults: readonly string[],
  draft: Draft | undefined,
  request: ApiRequest,
  { status, body }: ApiResponse,
): string {
  const edits = draft?.edits.map(({ name }) => name).join(' · ') || 'nothing changed';
  return [
    ...faults,
    `  ${request.operation.id} (${edits}): ${request.expected}`,
    `  ${asCommand(request)}`,
    `  ${status} ${body.toString().slice(0, 600)}`,
  ].join('\n');
}
