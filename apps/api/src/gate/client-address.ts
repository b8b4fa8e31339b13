import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/**
 * Where a request comes from.
 *
 * Each proxy adds the address of who called it to the end of `X-Forwarded-For`. What stands further left than our own
 * proxies reach was written by the client, who may write anything.
 *
 * @param proxies how many proxies of ours every request comes through
 * @returns the address that the outermost of them saw; the connection's own where the header does not have it
 */
export function clientAddress({ headers, socket }: IncomingMessage, proxies: number): string {
  const peer = socket.remoteAddress ?? '';
  if (proxies === 0) return peer;
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  const told = withoutPort(hops.at(-proxies)?.trim() ?? '');
  return isIP(told) === 0 ? peer : told;
}

/** Some proxies add the port: `192.0.2.1:49152`, `[2001:db8::1]:49152`. */
const withoutPort = (hop: string): string =>
  isIP(hop) === 0 ? hop.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') : hop;

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What one client surely has for itself: an IPv4 address, or the /64 around an IPv6 one, whose addresses it can change. */
export function networkOf(address: string): string {
  const v4 = V4_IN_V6.exec(address)?.[1];
  if (v4 !== undefined || !isIPv6(address)) return v4 ?? address;
  const [head = [], tail = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
