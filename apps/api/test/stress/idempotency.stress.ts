import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startApp } from '../app-under-test.ts';
import { cuttingProxy } from '../cutting-proxy.ts';
import { connectTo, emptyDatabase } from '../database-under-test.ts';
import { type Json, jsonClient, type Reply } from '../json-client.ts';
import { spawnServer } from '../server-under-test.ts';

/** `IDEMPOTENCY_SECONDS=180 pnpm test:stress idempotency` for longer. */
const SECONDS = Number(process.env.IDEMPOTENCY_SECONDS ?? 20);
const CLIENTS = 8;
const PATIENCE_MS = (SECONDS + 120) * 1000;

const bodyOf = (name: string) => ({ name, salary: '1.10', gender: '女' });
const post = (address: string, name: string, key?: string): Promise<Reply> =>
  jsonClient(address)('POST', '/v1/employees', bodyOf(name), key === undefined ? {} : { 'idempotency-key': key });

interface Done {
  name: string;
  id: number;
  tries: number;
}

/** As a client would: again, at any server, until there is an answer. What it asks for can't be refused. */
async function untilDone(addresses: readonly string[], name: string): Promise<Done> {
  for (let tries = 1; ; tries += 1) {
    const address = addresses[Math.floor(Math.random() * addresses.length)] ?? '';
    const reply = await post(address, name, name).catch(() => undefined);
    if (reply?.status === 201) return { name, id: reply.body.id, tries };
    if (reply !== undefined && reply.status !== 503 && !reply.body.type.endsWith('idempotency-key-in-use')) {
      throw new Error(`${reply.status} ${reply.text}`);
    }
    await sleep(20 + Math.random() * 50);
  }
}

test(
  'commits that are cut and servers that are killed lose nothing and do nothing twice',
  async () => {
    const url = await emptyDatabase();
    const proxy = await cuttingProxy(url);
    const servers = [await start(proxy.url), await start(proxy.url)];
    const addresses = servers.map(({ address }) => address);
    proxy.cutSome(0.1);
    const end = Date.now() + SECONDS * 1000;
    const done: Done[] = [];
    const client = async (_: unknown, number: number): Promise<void> => {
      for (let count = 0; Date.now() < end; count += 1) done.push(await untilDone(addresses, `${number}-${count}`));
    };
    let kills = 0;
    const killing = async (): Promise<void> => {
      for (let at = 0; Date.now() < end - 5000; at = 1 - at) {
        await sleep(1500);
        servers[at]?.child.kill('SIGKILL');
        kills += 1;
        servers[at] = await start(proxy.url);
        addresses[at] = servers[at]?.address ?? '';
      }
    };
    await Promise.all([killing(), ...Array.from({ length: CLIENTS }, client)]);

    const { rows } = await (await connectTo(url)).query('SELECT name, id FROM employee');
    const inTable = new Map(rows.map(({ name, id }: Json) => [name, id]));
    expect(rows).toHaveLength(done.length);
    expect(done.filter(({ name, id }) => inTable.get(name) !== id)).toEqual([]);
    expect(proxy.cuts()).toBeGreaterThan(0);
    expect(kills).toBeGreaterThan(0);
    const again = done.filter(({ tries }) => tries > 1).length;
    process.stderr.write(
      `${done.length} writes, ${again} of them sent again, ${proxy.cuts()} commits cut, ${kills} servers killed\n`,
    );
  },
  PATIENCE_MS,
);

async function start(url: string) {
  const server = spawnServer({ DATABASE_URL: url });
  return { ...server, address: await server.listening };
}

test(
  'what a key costs, against the same creation without one and by plain Sequelize',
  async () => {
    const fast = await startApp({ isFast: true });
    const plain = await startApp({ isFast: false, over: fast });
    let count = 0;
    const ways = {
      'fast path': () => post(fast.address, `f${(count += 1)}`),
      'plain Sequelize': () => post(plain.address, `p${(count += 1)}`),
      'with a key': () => post(fast.address, `k${(count += 1)}`, `k${count}`),
      replayed: () => post(fast.address, 'k', 'replayed'),
    };
    await ways.replayed();
    const times: Record<string, number[]> = {};
    for (let round = 0; round < 200; round += 1) {
      for (const [way, send] of Object.entries(ways)) {
        const begin = performance.now();
        expect((await send()).status).toBe(201);
        (times[way] ??= []).push(performance.now() - begin);
      }
    }
    const median = (list: number[] = []): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    const one = median(times['plain Sequelize']);
    for (const [way, list] of Object.entries(times)) {
      process.stderr.write(
        `${way}: ${median(list).toFixed(2)} ms, ${(median(list) / one).toFixed(2)} × plain Sequelize\n`,
      );
    }
    await plain.close();
    await fast.close();
  },
  PATIENCE_MS,
);
