import { createHash, type Hash } from 'node:crypto';
import type { Principal } from '../auth/principal.ts';
import type { Upload } from '../http/route.ts';

/** A request with a key: who sent it under which name, and what it asks for. */
export interface Asked {
  /** SHA-256 of the caller and the key: nobody else's request has it. */
  digest: string;
  /** SHA-256 of what is asked for. Of an upload known at its end alone: what is unread of it is read, and forgotten. */
  fingerprint(): Promise<string>;
  /** Whether it can be done anew from what is here. An upload comes once. */
  isRepeatable: boolean;
}

interface Sender {
  key: string;
  /** None: nobody is asked who they are, and so all are one. */
  principal: Principal | undefined;
}

/**
 * @param operation the same key for another one is another request
 * @param content validated, so that another client's spelling of the same values is the same request
 */
export function askedFor(sender: Sender, operation: string, content: unknown): Asked {
  const fingerprint = hashOf([operation, canonical(content)]).digest('hex');
  return { digest: digestOf(sender), fingerprint: async () => fingerprint, isRepeatable: true };
}

/** The same for what is longer than memory: its bytes count as they come. */
export function askedToRead(sender: Sender, operation: string, upload: Upload): Asked {
  const hash = hashOf([operation, upload.type]);
  upload.watch((bytes) => hash.update(bytes));
  const fingerprint = async (): Promise<string> => {
    for await (const _text of upload.text);
    return hash.copy().digest('hex');
  };
  return { digest: digestOf(sender), fingerprint, isRepeatable: false };
}

const digestOf = ({ key, principal }: Sender): string => hashOf([principal?.identity ?? '', key]).digest('hex');

/** As JSON, where one part does not run into the next. */
const hashOf = (parts: readonly string[]): Hash => createHash('sha256').update(JSON.stringify(parts));

/** JSON with the keys of each object in order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? sorted(part) : part,
  );

const sorted = (object: object): object =>
  Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)));
