/** Where the employees are, and what their operations are listed under. */
export const collection = '/v1/employees';
export const item = `${collection}/{id}` as const;
export const tags = ['employees'];
