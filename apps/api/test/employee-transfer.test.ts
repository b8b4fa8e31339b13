import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { faultsIn, type Json, type Reply } from './json-client.ts';
import { fillWithAll, hashOfTable, TEXTS } from './transfer-under-test.ts';

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());
beforeEach(() => app.sequelize.query('TRUNCATE employee RESTART IDENTITY'));

const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';
const HEAD = 'id,name,salary,bonus,isLeave,gender,entryDate,createdTime,updateTime';

const exported = (accept: string, query = ''): Promise<Reply> =>
  app.request('GET', `/v1/employees/export${query}`, undefined, { accept });
const imported = (type: string, text: string | Uint8Array, query = ''): Promise<Reply> =>
  app.request('POST', `/v1/employees/import${query}`, text, { 'content-type': type });
const hash = (): Promise<string> => hashOfTable(app.sequelize);
const empty = () => app.sequelize.query('TRUNCATE employee RESTART IDENTITY');
const namesIn = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).name);

describe('export', () => {
  test('of no rows is a head line in CSV and nothing in NDJSON', async () => {
    expect((await exported(CSV)).text).toBe(`${HEAD}\r\n`);
    expect(await exported(NDJSON)).toMatchObject({ status: 200, text: '', type: NDJSON });
  });

  test('is CSV where the client has no wish, with a name for the file', async () => {
    await imported(CSV, 'name,salary,gender,entryDate\nLi,1.5,男,2026-01-31T00:00:00.1234Z');
    const { status, headers, text } = await exported('*/*');
    expect([status, headers.get('content-type'), headers.get('vary')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'Accept',
    ]);
    expect(headers.get('content-disposition')).toBe('attachment; filename="employees.csv"');
    expect(text).toMatch(/^id,[^\n]*\r\n1,Li,1\.50,0,false,男,2026-01-31T00:00:00\.123400Z,[^,]*Z,[^,]*Z\r\n$/);
  });

  test('has the byte order mark that spreadsheets want, where it is asked for', async () => {
    const bytes = async (query: string) =>
      Buffer.from(await (await fetch(`${app.address}/v1/employees/export${query}`)).arrayBuffer()).subarray(0, 4);
    expect(await bytes('?bom=true')).toEqual(Buffer.from('\u{feff}i'));
    expect(await bytes('?bom=false')).toEqual(Buffer.from('id,n'));
  });

  test('keeps a spreadsheet from taking a name for a formula', async () => {
    await fillWithAll(app.sequelize);
    const { text } = await exported(CSV);
    expect(text).toContain(",'=1+1,");
    expect(text).toContain(",''=1+1,");
    expect(text).toContain(",'plain,");
    expect(text).not.toMatch(/(^|,|")[=+@]/m);
  });

  test('has the filters and the order of the list', async () => {
    await fillWithAll(app.sequelize);
    const list = await app.request('GET', '/v1/employees?limit=200&gender=男&sort=-name');
    const { text } = await exported(NDJSON, '?gender=男&sort=-name');
    expect(namesIn(text)).toEqual(list.body.items.map(({ name }: Json) => name));
    expect(faultsIn(await exported(NDJSON, '?limit=1&sort=x'))).toEqual([
      ['query.sort', 'sort'],
      ['query.limit', 'extra_forbidden'],
    ]);
  });

  test('has every row once, over many pages, in any order', async () => {
    await app.sequelize.query(
      `INSERT INTO employee (name, salary, gender) SELECT 'e' || n, n % 7, '男' FROM generate_series(1, 3500) n`,
    );
    for (const sort of ['id', '-salary', 'gender,-id', 'entryDate']) {
      expect(new Set(namesIn((await exported(NDJSON, `?sort=${sort}`)).text)).size).toBe(3500);
    }
    expect((await exported(CSV)).text.split('\r\n')).toHaveLength(3502);
  });

  test('answers 406 for another type and 405 for another method', async () => {
    expect((await exported('application/json')).status).toBe(406);
    const patched = await app.request('PATCH', '/v1/employees/export', {});
    expect([patched.status, patched.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS']);
    expect((await app.request('HEAD', '/v1/employees/export')).status).toBe(200);
  });

  test('is cut, and not ended, where the database fails on the way', async () => {
    await app.sequelize.query(
      `INSERT INTO employee (name, salary, gender) SELECT repeat('x', 30) || n, 1, '男' FROM generate_series(1, 60000) n`,
    );
    const answer = await fetch(`${app.address}/v1/employees/export`);
    const body = answer.body?.getReader();
    await body?.read();
    await app.sequelize.query('ALTER TABLE employee RENAME TO hidden');
    const rest = (async () => {
      while (!(await body?.read())?.done);
    })();
    await expect(rest).rejects.toThrow('terminated');
    await app.sequelize.query('ALTER TABLE hidden RENAME TO employee');
    // It is ours to mend, and not a client that went.
    await vi.waitFor(() =>
      expect(app.lines.at(-1)).toMatchObject({
        level: 50,
        req: { path: '/v1/employees/export' },
        err: { cause: { code: '42P01' } },
      }),
    );
  });
});

describe('a round trip', () => {
  test.each([
    [CSV, ''],
    [CSV, '?bom=true'],
    [NDJSON, ''],
    [NDJSON, '?sort=-name'],
  ])('by %s%s gives the same rows back, to the microsecond', async (type, query) => {
    await fillWithAll(app.sequelize);
    const [before, { text }] = [await hash(), await exported(type, query)];
    await empty();
    expect((await imported(type, text)).body).toEqual({ imported: TEXTS.length, dryRun: false });
    expect(await hash()).toBe(before);
    const next = await app.request('POST', '/v1/employees', { name: 'next', salary: 1, gender: '男' });
    expect([next.status, next.body.id]).toEqual([201, TEXTS.length * 3 + 1]);
  });
});

describe('import', () => {
  const ROW = { name: 'Li', salary: '1.10', gender: '男' };
  const lines = (...rows: unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

  const open = (type: string, start: string, length = 1000) => {
    const socket = connect(Number(new URL(app.address).port), '127.0.0.1');
    socket.write(
      `POST /v1/employees/import HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${start}`,
    );
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString())).on('error', () => undefined);
    return { socket, answer: () => answer };
  };

  /** Whether a transaction that has not ended has the name: another that wants it has to wait. */
  const lockedBy = (name: string): Promise<boolean> =>
    app.sequelize
      .transaction(async (transaction) => {
        await app.sequelize.query("SET LOCAL lock_timeout = '50ms'", { transaction });
        await app.sequelize.query(`INSERT INTO employee (id, name, salary, gender) VALUES (0, '${name}', 1, '男')`, {
          transaction,
        });
        throw new Error('not locked');
      })
      .catch((error: unknown) => String(error).includes('lock timeout'));

  test('takes columns in any order, LF or CRLF, defaults for empty cells, and the last line without its end', async () => {
    const text =
      'gender,salary,name,bonus,isLeave,entryDate\n男,1,"a, b",,,\r\n\n女,0.5,c,-3,TRUE,2026-01-31T08:00:00+08:00';
    expect((await imported(CSV, text)).body).toEqual({ imported: 2, dryRun: false });
    const { items } = (await app.request('GET', '/v1/employees')).body;
    expect(items).toMatchObject([
      { id: 1, name: 'a, b', salary: '1.00', bonus: 0, isLeave: false, gender: '男' },
      {
        id: 2,
        name: 'c',
        salary: '0.50',
        bonus: -3,
        isLeave: true,
        gender: '女',
        entryDate: '2026-01-31T00:00:00.000Z',
      },
    ]);
  });

  test('with dryRun says the same and keeps nothing', async () => {
    expect((await imported(NDJSON, lines(ROW), '?dryRun=true')).body).toEqual({ imported: 1, dryRun: true });
    expect(await hash()).toBe('0 0');
    await imported(NDJSON, lines(ROW));
    const again = await imported(NDJSON, lines({ ...ROW, name: 'new' }, ROW), '?dryRun=true');
    expect([again.status, again.body.errors]).toEqual([409, [expect.objectContaining({ loc: ['body', 2, 'name'] })]]);
  });

  test('names the line of every fault, and keeps nothing', async () => {
    const text = [
      JSON.stringify(ROW),
      '',
      '{"name":',
      '5',
      '{"name":"b","name":"c"}',
      lines({ ...ROW, name: '', pay: 1 }),
    ];
    expect(faultsIn(await imported(NDJSON, text.join('\n')))).toEqual([
      ['body.3', 'json_invalid'],
      ['body.4', 'dict_type'],
      ['body.5', 'repeated'],
      ['body.6.name', 'string_too_short'],
      ['body.6.pay', 'extra_forbidden'],
    ]);
    const csv = 'name,salary,gender,bonus,isLeave\na,1,男,,\nb,1,男,x,perhaps\nc,1,男\n"d\nd",-1,x,1.5,\nd,1,女,,,';
    expect(faultsIn(await imported(CSV, csv))).toEqual([
      ['body.3.bonus', 'int_type'],
      ['body.3.isLeave', 'bool_type'],
      ['body.4', 'cells'],
      ['body.6.salary', 'greater_than_equal'],
      ['body.6.gender', 'enum'],
      ['body.6.bonus', 'int_type'],
      ['body.7', 'cells'],
    ]);
    expect(await hash()).toBe('0 0');
  });

  test('counts the lines as an editor does, whatever line breaks are in a cell', async () => {
    const csv = 'name,salary,gender\r\n"a\r\nb\r\nc",1,男\r\n"d\re\nf",1,男\r\n\r\nbad,x,男\r\n';
    expect(faultsIn(await imported(CSV, csv))).toEqual([['body.8.salary', 'decimal_parsing']]);
  });

  test('names the line of each name or id that is taken, in the table or in the file, and keeps nothing', async () => {
    await imported(NDJSON, lines(ROW));
    const before = await hash();
    const names = await imported(
      NDJSON,
      lines({ ...ROW, name: 'a' }, ROW, { ...ROW, name: 'b' }, { ...ROW, name: 'a' }),
    );
    expect([names.status, names.body.type]).toEqual([409, 'urn:roster:problem:rows-taken']);
    expect(names.body.errors.map(({ loc }: Json) => loc.join('.'))).toEqual(['body.2.name', 'body.4.name']);
    const ids = await imported(
      NDJSON,
      lines({ ...ROW, name: 'a', id: 1 }, { ...ROW, name: 'b', id: 2 }, { ...ROW, name: 'c', id: 2 }),
    );
    expect(ids.body.errors.map(({ loc }: Json) => loc.join('.'))).toEqual(['body.1.id', 'body.3.id']);
    expect(await hash()).toBe(before);
  });

  test('names the line that was left out, and not the one that went in with the same name or id', async () => {
    await imported(NDJSON, lines({ ...ROW, id: 5 }));
    const rows = [
      { ...ROW, name: 'x', id: 5 },
      { ...ROW, name: 'x', id: 6 },
      { ...ROW, id: 7 },
      { ...ROW, name: 'y', id: 7 },
    ];
    const { body } = await imported(NDJSON, lines(...rows));
    expect(body.errors.map(({ loc }: Json) => loc.join('.'))).toEqual(['body.1.id', 'body.3.name']);
  });

  test('a creation that draws an id of a running import has the next one when the import is done', async () => {
    const text = lines(...Array.from({ length: 1000 }, (_, at) => ({ ...ROW, name: `n${at}`, id: at + 1 })));
    const { socket, answer } = open(NDJSON, `${text}\n`, Buffer.byteLength(text) + 2);
    await vi.waitFor(async () => expect(await lockedBy('n999')).toBe(true));
    const created = app.request('POST', '/v1/employees', { ...ROW, name: 'new' });
    await sleep(200);
    socket.write('\n');
    await vi.waitFor(() => expect(answer()).toMatch(/^HTTP\/1\.1 200 /));
    expect((await created).body).toMatchObject({ name: 'new', id: 1001 });
  });

  test('wants an id in every row or in none, and none that leaves no room for others', async () => {
    const rows = [
      { ...ROW, id: 7 },
      { ...ROW, name: 'b' },
      { ...ROW, name: 'c', id: 2_000_000_001 },
    ];
    expect(faultsIn(await imported(NDJSON, lines(...rows)))).toEqual([
      ['body.2.id', 'mixed_ids'],
      ['body.3.id', 'less_than_equal'],
    ]);
  });

  test('ends with the hundredth fault', async () => {
    const reply = await imported(NDJSON, '5\n'.repeat(50_000));
    expect(faultsIn(reply)).toHaveLength(100);
    expect(reply.body.detail).toBe('100 faults');
  });

  test.each([
    ['an unknown column', 'name,salary,gender,pay', [['body.1.pay', 'extra_forbidden']]],
    ['a column twice', 'name,salary,gender,name', [['body.1.name', 'repeated']]],
    ['a missing column', 'name,salary', [['body.1.gender', 'missing']]],
    [
      'columns of a prototype',
      'name,salary,gender,__proto__,constructor',
      [
        ['body.1.__proto__', 'extra_forbidden'],
        ['body.1.constructor', 'extra_forbidden'],
      ],
    ],
    ['nothing', '', [['body.1', 'missing']]],
  ])('refuses a head with %s', async (_what, head, faults) => {
    expect(faultsIn(await imported(CSV, `${head}\n`))).toEqual(faults);
  });

  test.each([
    ['a quote that is not closed', CSV, 'name,salary,gender\n"a,1,男\n'],
    ['a quote amid a cell', CSV, 'name,salary,gender\na"b"c,1,男\n'],
    ['a cell of a megabyte', CSV, `name,salary,gender\n${'a'.repeat(1_000_000)},1,男\n`],
    ['a line of a megabyte', NDJSON, `{"name":"${'a'.repeat(1_000_000)}"}`],
    ['60 000 levels', NDJSON, '['.repeat(60_000)],
    ['bytes that are no UTF-8', NDJSON, Buffer.from('{"name":"caf\u00e9"}', 'latin1')],
  ])('answers 4xx for %s', async (_what, type, text) => {
    const reply = await imported(type, text);
    expect([400, 422]).toContain(reply.status);
    expect(reply.text).not.toContain('aaaa');
    expect(await hash()).toBe('0 0');
  });

  test('answers 415 for another type, charset or coding, 422 for no body and unknown parameters', async () => {
    expect((await imported('application/json', '[]')).status).toBe(415);
    expect((await imported('text/csv; charset=utf-16', 'x')).status).toBe(415);
    const zipped = await app.request('POST', '/v1/employees/import', 'x', {
      'content-type': CSV,
      'content-encoding': 'gzip',
    });
    expect(zipped.status).toBe(415);
    expect((await imported(CSV, '')).status).toBe(422);
    expect(faultsIn(await imported(NDJSON, '', '?dryrun=true'))).toEqual([['query.dryrun', 'extra_forbidden']]);
    expect((await imported(NDJSON, '')).body).toEqual({ imported: 0, dryRun: false });
  });

  test('ends where nothing comes any more, and keeps nothing', async () => {
    const { answer } = open(NDJSON, `${JSON.stringify(ROW)}\n`);
    await vi.waitFor(() => expect(answer()).toMatch(/^HTTP\/1\.1 408 [^]*request-timeout/), { timeout: 5000 });
    expect(await hash()).toBe('0 0');
  });

  test('keeps nothing where the client goes, and gives its place to the next', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { socket } = open(NDJSON, `${JSON.stringify(ROW)}\n`);
      setTimeout(() => socket.destroy(), 50);
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await vi.waitFor(async () => expect((await imported(NDJSON, lines(ROW))).status).toBe(200));
    expect(await hash()).toMatch(/^1 /);
  });

  test('runs two at once; the third is told to come later', async () => {
    const held = [open(NDJSON, ''), open(NDJSON, '')];
    await vi.waitFor(async () => {
      // One that came while another was tried was itself told so.
      for (const [at, { answer }] of held.entries()) if (answer() !== '') held[at] = open(NDJSON, '');
      await sleep(100);
      const reply = await imported(NDJSON, lines(ROW), '?dryRun=true');
      expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '10']);
    });
    for (const { socket } of held) socket.destroy();
    await vi.waitFor(async () => expect((await imported(NDJSON, lines(ROW))).status).toBe(200));
  });
});
