import { Employee } from '@roster/models';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireRow } from '../../../../test/fast/data-rows.ts';
import { createSequelize } from '../../../database/connection.ts';
import { linesWriter } from '../../../fast/row-writer.ts';
import { EmployeeDocument } from '../schema.ts';
import { csvText } from '../transfer/csv.ts';
import { csvForm } from './csv-form.ts';

createSequelize('postgres://u@127.0.0.1:1/none', { poolMax: 2, timeout: 100 });

const example = EmployeeDocument.parse(EmployeeDocument.meta()?.example);
const columns = Object.keys(EmployeeDocument.shape);

const asPostgres = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value).replace(/^(\d{4}-\d\d-\d\d)T(.*)\.000Z$/, '$1 $2+00');
};

test('a row becomes the line that its document would, whatever stands in the name', () => {
  const write = linesWriter(Employee, columns, csvForm);
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^['=+\-@＝＋－＠",\t\r\n 李a1]{0,6}$/),
  );
  fc.assert(
    fc.property(names, fc.boolean(), (text, isLeave) => {
      // PostgreSQL has no halves of surrogate pairs.
      const document = { ...example, name: Buffer.from(text).toString(), isLeave };
      const row = wireRow(Object.values(document).map(asPostgres));
      expect(write([row]).toString()).toBe(csvText([document]));
    }),
    { numRuns: 1000 },
  );
});
