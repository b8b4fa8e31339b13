const gender = { type: 'string', enum: ['男', '女'] };
const salary = { type: 'string', pattern: '^\\d{1,8}(\\.\\d{1,2})?$' };
const time = { type: 'string', format: 'date-time' };
const cursor = { type: 'string' };

const employee = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    salary: { type: 'string' },
    bonus: { type: 'integer' },
    isLeave: { type: 'boolean' },
    gender: { type: 'string' },
    entryDate: time,
    createdTime: time,
    updateTime: time,
  },
};

const fields = {
  name: { type: 'string', minLength: 1, maxLength: 40 },
  salary,
  gender,
  bonus: { type: 'integer' },
  isLeave: { type: 'boolean' },
  entryDate: time,
};

const newEmployee = {
  type: 'object',
  properties: fields,
  required: ['name', 'salary', 'gender'],
  additionalProperties: false,
};

const id = { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } };

const items = { type: 'array', items: employee };

export const one = { params: id, response: { 200: employee } };

export const list = {
  querystring: {
    type: 'object',
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      offset: { type: 'integer', minimum: 0, maximum: 10_000 },
      cursor,
      sort: { type: 'string', pattern: '^-?(id|name|salary|bonus)$' },
      q: { type: 'string', maxLength: 100 },
      gender,
      salaryMin: salary,
      salaryMax: salary,
      entryFrom: time,
    },
    additionalProperties: false,
  },
  response: {
    200: { type: 'object', properties: { items, nextCursor: { type: 'string', nullable: true } } },
  },
};

export const create = { body: newEmployee, response: { 201: employee } };

export const patch = {
  params: id,
  body: { type: 'object', properties: fields, minProperties: 1, additionalProperties: false },
  response: { 200: employee },
};

export const bulk = {
  body: { type: 'array', items: newEmployee, minItems: 1, maxItems: 1000 },
  response: { 201: { type: 'object', properties: { items } } },
};
