import { expect, test } from 'vitest';
import { EmployeeKey } from '../routes/employees/schema.ts';
import { quickly } from './quick-form.ts';

test.each(['1', '0', '000000012', '999999999'])('the quick form makes of the key %s what its schema does', (id) => {
  expect(quickly(EmployeeKey, { id })).toEqual(EmployeeKey.parse({ id }));
});

test.each(['', '+1', '-1', '1.0', '1e3', ' 1', '1\n', '1234567890', '١', '0x1', 'constructor'])(
  'what is no plain key is left to the schema: %j',
  (id) => {
    expect(quickly(EmployeeKey, { id })).toBeUndefined();
  },
);
