/** A server for scratch databases in a few words, without its password. @param url undefined: the embedded one */
export function scratchNameOf(url: string | undefined): string {
  if (url === undefined) return 'embedded';
  try {
    const { username, host, pathname } = new URL(url);
    return `${username}@${host}${pathname}`;
  } catch {
    return url;
  }
}
