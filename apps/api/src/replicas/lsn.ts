/** A place in the write-ahead log, in bytes from its beginning. Later ones are greater. */
export type Lsn = bigint;

/** PostgreSQL's own text: two halves in hexadecimal. @example `lsnOf('1/A0') // 4294967456n` */
export function lsnOf(text: string): Lsn {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Past every place: whoever has to see this far is served by the primary. */
export const BEYOND: Lsn = 2n ** 64n;

const TEXT = /^[0-9a-f]{1,16}$/;

/** For a header and a cookie: opaque to clients. */
export const textOf = (lsn: Lsn): string => (lsn >= BEYOND ? 'primary' : lsn.toString(16));

/** What a client has sent back. One that can't be read may have been any place. */
export const lsnIn = (text: string): Lsn => (TEXT.test(text) ? BigInt(`0x${text}`) : BEYOND);
