import type { Context } from 'koa';
import { expect, test } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { createLog } from '../log.ts';
import { requestLog } from './request-log.ts';

interface Case {
  url: string;
  status?: number;
  writableEnded?: boolean;
  name?: string;
  error?: Error;
}

/** What is written of one request. */
async function linesOf({ url, status = 200, writableEnded = true, name, error }: Case): Promise<string[]> {
  const lines: string[] = [];
  const log = await createLog({ level: 'debug', pretty: false }, { write: (line) => void lines.push(line) });
  const principal = name === undefined ? undefined : { kind: 'key', name, scopes: new Set() };
  const ctx = { req: { method: 'GET', url }, res: { statusCode: status, writableEnded } } as unknown as Context;
  requestLog(log)(ctx, { id: 'x-1', principal, error } as Exchange, 1.6);
  return lines;
}

/** The same line, as pino itself writes it. */
async function byPino(line: string): Promise<string> {
  const { level, time, pid: _pid, hostname: _hostname, msg, ...told } = JSON.parse(line);
  const lines: string[] = [];
  const log = await createLog({ level: 'debug', pretty: false }, { write: (text) => void lines.push(text) });
  log[log.levels.labels[level] as 'info'](told, msg);
  return String(lines[0]).replace(/"time":\d+/, `"time":${time}`);
}

test.each<Case>([
  { url: '/v1/employees/1' },
  { url: '/v1/employees?q=secret', name: 'payroll' },
  { url: '/"quoted"\\\u0000\u00e9\ud800', name: 'l’employé "1"\n' },
  { url: '/gone', writableEnded: false },
  { url: '/nothing', status: 404 },
  { url: '/livez' },
  { url: '/broken', status: 500 },
])('the line of $url is one of pino, to the letter', async (given) => {
  const [line = '', ...more] = await linesOf(given);
  expect(more).toEqual([]);
  expect(line).toBe(await byPino(line));
  expect(line).not.toContain('secret');
});

test('what the line says', async () => {
  const said = async (given: Case) => JSON.parse(String((await linesOf(given))[0]));
  expect(await said({ url: '/v1/employees/1?x=1', name: 'payroll' })).toMatchObject({
    level: 30,
    req: { id: 'x-1', method: 'GET', path: '/v1/employees/1' },
    res: { status: 200 },
    responseTime: 2,
    principal: 'payroll',
    msg: 'request',
  });
  expect(await said({ url: '/', writableEnded: false })).toMatchObject({ res: { status: 499, aborted: true } });
  expect(await said({ url: '/', status: 500, error: new Error('broken') })).toMatchObject({
    level: 50,
    err: { message: 'broken' },
    msg: 'request failed',
  });
});
