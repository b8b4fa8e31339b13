import { WireRow } from '../../src/fast/wire-row.ts';

/** A DataRow message as PostgreSQL sends it. */
export function dataRow(values: readonly (string | null)[]): Buffer {
  const columns = values.map((value) => {
    const bytes = Buffer.from(value ?? '');
    return Buffer.concat([int(4, value === null ? -1 : bytes.length), bytes]);
  });
  return message('D', Buffer.concat([int(2, values.length), ...columns]));
}

export const message = (type: string, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from(type), int(4, content.length + 4), content]);

const int = (size: number, value: number): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeIntBE(value, 0, size);
  return bytes;
};

/** Past its header and the number of its columns. */
export function wireRow(values: readonly (string | null)[]): WireRow {
  const bytes = dataRow(values);
  return new WireRow(bytes, 7, bytes.length);
}

/** A time as PostgreSQL writes it in UTC: no zeros at the end of a second. @param micros the three digits after the millisecond */
export const asPostgres = (at: Date, micros: string): string =>
  `${at
    .toISOString()
    .replace('T', ' ')
    .replace(/Z$/, micros)
    .replace(/\.?0+$/, '')}+00`;
