/**
 * Node 20 has no `navigator` yet, and there pg makes a Response while it is loaded, to learn whether it runs in a
 * Cloudflare Worker. That loads all of Node's fetch, which takes longer than pg itself (pg/lib/stream.js,
 * isCloudflareRuntime). So it finds what Node 21 and later have.
 */
if (!('navigator' in globalThis)) {
  const userAgent = `Node.js/${process.versions.node.split('.')[0]}`;
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent }, configurable: true });
}
