import type { Answer, HttpClient } from './http-client.ts';

export interface Answered {
  status: Answer['status'];
  took: number;
}

/**
 * So many clients at once, each of whom asks again as soon as it is answered.
 *
 * @param ask sends one request; `index` counts over all clients
 * @returns all that was answered, in no order
 */
export async function runClosedLoop(
  clients: readonly HttpClient[],
  seconds: number,
  ask: (client: HttpClient, index: number) => Promise<Answer>,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  const end = performance.now() + seconds * 1000;
  let index = 0;
  const one = async (client: HttpClient): Promise<void> => {
    while (performance.now() < end) {
      const startedAt = performance.now();
      const { status } = await ask(client, index++);
      answered.push({ status, took: performance.now() - startedAt });
    }
  };
  await Promise.all(clients.map(one));
  return answered;
}
