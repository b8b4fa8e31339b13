import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { terminalAsker } from '../src/commands/asker.ts';
import { query } from './catalog.ts';
import { createProject, type Ended, type Project } from './project.ts';

const configOf = (attributes: string): string => `
import { DataTypes } from 'sequelize';
export default {
  migrations: './migrations',
  models: (s) => void s.define('employee', { ${attributes} }, { timestamps: false, freezeTableName: true }),
};
`;

const change = ({ folder }: Project, attributes: string): Promise<void> =>
  writeFile(join(folder, 'migrator.config.mjs'), configOf(attributes));

const files = ({ folder }: Project): Promise<string[]> => readdir(join(folder, 'migrations'));

const documentOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);

describe('from the command line', () => {
  test('a column is added: generate, up, check', async () => {
    const project = await createProject({}, configOf('name: DataTypes.TEXT'));
    const first = await project.develop('generate', 'make employee');
    expect(first.stdout).toMatch(/^wrote migrations\/\S+\.make-employee\.sql\n {2}createTable employee\n$/);
    await change(project, 'name: DataTypes.TEXT, code: { type: DataTypes.INTEGER, unique: true }');
    const second = await project.develop('generate', 'add code', '--json');
    expect(documentOf(second)).toEqual({
      status: 'written',
      file: expect.stringMatching(/^migrations\/.*\.add-code\.sql$/),
      operations: [
        { op: 'addColumn', table: 'employee', column: 'code' },
        { op: 'addUnique', table: 'employee', name: 'employee_code_key', columns: ['code'] },
      ],
      hazards: [expect.objectContaining({ code: 'blocks-reads', table: 'employee' })],
    });
    expect(await project.develop('check', '--database')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^pending: `migrate up`\n {2}\S+make-employee\n {2}\S+add-code\n$/),
    });
    expect((await project.develop('up')).code).toBe(0);
    expect(await project.develop('check', '--database', '--json')).toMatchObject({ code: 0 });
  });

  test('a decision that is open ends it with exit 3, the candidates and the flags', async () => {
    const project = await createProject({}, configOf('nick: DataTypes.TEXT, n: DataTypes.INTEGER'));
    await project.develop('generate', 'first');
    await change(project, 'alias: DataTypes.TEXT, n: DataTypes.UUID');
    const before = await files(project);
    const open = await project.develop('generate', 'x');
    expect(open).toMatchObject({ code: 3, stdout: '' });
    expect(open.stderr).toContain('--rename employee.nick:employee.alias, or --no-renames');
    expect(open.stderr).toContain('--using "employee.n=…"');
    const json = await project.develop('generate', 'x', '--json');
    expect(json.code).toBe(3);
    expect(documentOf(json)).toMatchObject({
      status: 'needs-decision',
      renames: [{ kind: 'column', table: 'employee', from: 'nick', to: 'alias' }],
      casts: [{ table: 'employee', column: 'n', from: 'integer', to: 'uuid' }],
    });
    expect(await files(project)).toEqual(before);
    const shown = await project.develop('generate', 'x', '--no-renames', '--using', 'employee.n=NULL', '--sql');
    expect(shown).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^-- migrate:up\n[^]*USING NULL;[^]*-- migrate:down\n/),
    });
    expect(await files(project)).toEqual(before);
  });

  test('diff prints what leads from one side to the other; a side that is none is wrong usage', async () => {
    const project = await createProject({}, configOf('name: DataTypes.TEXT'));
    const script = await project.migrate('diff', '--from', 'empty', '--sql', '--scratch-url', project.url);
    await query(project.url, script.stdout);
    const none = await project.migrate('diff', '--from', 'database', '--scratch-url', project.url, '--json');
    expect(documentOf(none)).toEqual({ operations: [] });
    expect(await project.migrate('diff', '--to', 'nowhere')).toMatchObject({ code: 2 });
    expect(await project.migrate('generate', 'x', '--using', 'employee')).toMatchObject({ code: 2 });
    expect(await project.migrate('check', '--scratch-url', 'mysql://x')).toMatchObject({ code: 2 });
  });
});

describe('at a terminal', () => {
  /** A terminal on which these keys are pressed, each when a question stands there. */
  function terminal(...keys: string[]): { input: PassThrough; output: PassThrough; shown: () => string } {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    const output = new PassThrough();
    let shown = '';
    output.on('data', (text: Buffer) => {
      shown += text.toString();
      const key = /[?│]/.test(text.toString()) ? keys.shift() : undefined;
      if (key !== undefined) setImmediate(() => input.write(key));
    });
    return { input, output, shown: () => shown };
  }

  const rename = { kind: 'column' as const, table: { schema: 'public', name: 'employee' }, from: 'nick', to: 'alias' };

  test.each([
    ['y', true],
    ['n', false],
    ['\r', false],
  ])('the key %j answers whether it is a rename: %s', async (key, answer) => {
    const asked = terminal(key);
    expect(await terminalAsker(asked).isRename(rename)).toBe(answer);
    expect(asked.shown()).toContain('Is the column alias of employee the old nick?');
  });

  test('Ctrl-C decides nothing', async () => {
    const left = terminalAsker(terminal('\u0003')).isRename(rename);
    await expect(left).rejects.toMatchObject({ code: 'DECISION_NEEDED', exitCode: 3 });
  });

  test('an expression is taken as it is; none is no answer', async () => {
    const cast = { table: { schema: 'public', name: 'employee' }, column: 'n', from: 'integer', to: 'uuid' };
    expect(await terminalAsker(terminal('N', 'U', 'L', 'L', '\r')).using(cast)).toBe('NULL');
    expect(await terminalAsker(terminal('\r')).using(cast)).toBeUndefined();
  });
});
