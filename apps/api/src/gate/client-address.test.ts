import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress, networkOf } from './client-address.ts';

const from = (forwarded: string | undefined, proxies: number): string =>
  clientAddress(
    { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.9' } } as unknown as IncomingMessage,
    proxies,
  );

test.each([
  [0, '192.0.2.1', '10.0.0.9'],
  [1, undefined, '10.0.0.9'],
  [1, '192.0.2.1', '192.0.2.1'],
  [1, 'spoofed, 192.0.2.1', '192.0.2.1'],
  [2, '198.51.100.1, 192.0.2.1 , 10.0.0.1', '192.0.2.1'],
  [2, '192.0.2.1', '10.0.0.9'],
  [1, '192.0.2.1, unknown', '10.0.0.9'],
  [1, '2001:db8::1', '2001:db8::1'],
  [1, '192.0.2.1:49152', '192.0.2.1'],
  [1, '[2001:db8::1]:49152', '2001:db8::1'],
  [1, '[2001:db8::1]', '2001:db8::1'],
])('behind %d proxies, X-Forwarded-For: %s is %s', (proxies, forwarded, address) =>
  expect(from(forwarded, proxies)).toBe(address),
);

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:0DB8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('the network of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
