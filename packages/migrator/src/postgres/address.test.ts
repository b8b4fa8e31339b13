import { expect, test } from 'vitest';
import { addressOf, shownAddress } from './address.ts';

const hostsOf = (url: string) => addressOf(url).servers.map(({ host, port }) => [host, port]);

test('one host is read as before: what it does not say is pg’s to fill in', () => {
  expect(addressOf('postgres://u:p%40@h:5433/d')).toEqual({
    servers: [{ host: 'h', port: 5433, user: 'u', password: 'p@', database: 'd', ssl: false, mayBePlain: false }],
    needsPrimary: false,
    parameters: {},
  });
  expect(hostsOf('postgres://h/d')).toEqual([['h', undefined]]);
  expect(hostsOf('postgres:///d?host=/tmp')).toEqual([['/tmp', undefined]]);
});

test('several hosts are several servers, of which the one that takes writes is meant', () => {
  const url = 'postgresql://u:p@a:1,[::1]:2,c/d?application_name=x';
  expect(hostsOf(url)).toEqual([
    ['a', 1],
    ['::1', 2],
    ['c', undefined],
  ]);
  expect(addressOf(url)).toMatchObject({ needsPrimary: true, parameters: { application_name: 'x' } });
  expect(addressOf(`${url}&target_session_attrs=any`)).toMatchObject({ needsPrimary: false });
  expect(addressOf('postgres://a/d?target_session_attrs=read-write')).toMatchObject({
    needsPrimary: true,
    parameters: {},
  });
});

test('sslmode means what libpq means by it', () => {
  const sslOf = (mode: string) => addressOf(`postgres://h/d?sslmode=${mode}`).servers[0];
  expect(sslOf('disable')).toMatchObject({ ssl: false, mayBePlain: false });
  expect(sslOf('prefer')).toMatchObject({ ssl: { rejectUnauthorized: false }, mayBePlain: true });
  expect(sslOf('require')).toMatchObject({ ssl: { rejectUnauthorized: false }, mayBePlain: false });
  expect(sslOf('no-verify')).toMatchObject({ ssl: { rejectUnauthorized: false } });
  expect(sslOf('verify-full').ssl).toEqual({});
  expect(() => sslOf('verify-ca')).toThrow('sslrootcert');
});

test.each([
  ['mysql://h/d', 'postgres://'],
  ['postgres://h/d?sslmode=on', 'sslmode must be one of'],
  ['postgres://a,b/d?target_session_attrs=standby', 'target_session_attrs must be one of'],
  ['postgres://h:port/d', 'Invalid URL'],
  ['postgres://h/d?sslrootcert=/not/there', 'ENOENT'],
])('%s is refused in words', (url, words) => {
  expect(() => addressOf(url)).toThrow(words);
});

test('what is shown of a URL is no secret', () => {
  expect(shownAddress('postgres://u:p@a,b:5433/d%20d?password=p#p')).toBe('d d at a:5432,b:5433');
  expect(shownAddress('postgres://u:p@a')).toBe('(default) at a:5432');
  expect(shownAddress('u:p@h')).not.toContain('p@h');
});
