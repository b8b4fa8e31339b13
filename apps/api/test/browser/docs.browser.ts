import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiKeys, makeKey } from '../../src/auth/api-key.ts';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { contractOf, type Operation } from '../contract/document.ts';
import { launch, type WatchedPage, watchedPage } from './chromium.ts';

let app: AppUnderTest;
let browser: Browser;
let operations: Operation[];
let watched: WatchedPage;

const writer = makeKey('payroll', 'writer');

beforeAll(async () => {
  app = await startApp({ auth: { keys: apiKeys.parse(writer.entry) } });
  browser = await launch();
  operations = contractOf((await app.request('GET', '/openapi.json')).body).operations;
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => void (watched = await watchedPage(browser, app.address)));
afterEach(() => watched.page.close());

describe('/docs', () => {
  const block = (id: string): Locator => watched.page.locator(`.opblock[id$="-${id}"]`);

  const open = (id: string): Promise<void> => block(id).locator('.opblock-summary-control').click();

  /** Sends what the operation's example says, and tells the status that came. */
  async function execute(id: string): Promise<string> {
    await block(id).locator('button.execute').click();
    const status = block(id).locator('.live-responses-table .response-col_status').nth(1);
    await block(id).locator('.loading-container').waitFor({ state: 'detached' });
    return (await status.innerText()).trim().slice(0, 3);
  }

  /** As a person does, by the padlock at the top. */
  async function authorize(key: string): Promise<void> {
    const { page, picture } = watched;
    await page.locator('.auth-wrapper button.authorize').first().click();
    const scheme = page.locator('.modal-ux .auth-container', { hasText: 'X-API-Key' });
    await scheme.locator('input').fill(key);
    await scheme.locator('button[type="submit"]').click();
    await picture('swagger-ui-authorize');
    await page.locator('.modal-ux button.btn-done').first().click();
  }

  test('shows every operation, lets a key be given, and sends what it shows', async () => {
    const { page, errors, outside, picture } = watched;
    await page.goto(`${app.address}/docs`);
    await block('listEmployees').waitFor();
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    await picture('swagger-ui');

    await open('createEmployee');
    expect(await execute('createEmployee')).toBe('401');
    await authorize(writer.key);
    expect(await execute('createEmployee')).toBe('201');
    await picture('swagger-ui-post');
    expect(await block('createEmployee').locator('.live-responses-table').innerText()).toContain('李雷');
    for (const id of ['listEmployees', 'getEmployee', 'exportEmployees', 'updateEmployee']) {
      await open(id);
      expect([id, await execute(id)]).toEqual([id, '200']);
      await picture(`swagger-ui-${id}`);
    }
    // Chromium itself writes the 401 of above there.
    expect(errors).toEqual([expect.stringContaining('401 (Unauthorized)')]);
    expect(outside).toEqual([]);
  });

  test('forgets the key with the page', async () => {
    const { page } = watched;
    await page.goto(`${app.address}/docs`);
    await block('listEmployees').waitFor();
    await authorize(writer.key);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).not.toContain(
      'roster_',
    );
    await page.reload();
    await open('listEmployees');
    expect(await execute('listEmployees')).toBe('401');
  });
});

describe('/redoc', () => {
  test('shows every operation, and finds them', async () => {
    const { page, errors, outside, picture } = watched;
    await page.goto(`${app.address}/redoc`);
    const sections = page.locator('[data-section-id*="/operation/"]');
    await sections.first().waitFor();
    const shown = await sections.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-section-id')));
    expect(new Set(shown.map((id) => id?.split('/').at(-1)))).toEqual(new Set(operations.map(({ id }) => id)));
    expect(shown).toHaveLength(operations.length);
    await picture('redoc');

    await page.locator('input[type="text"]').first().fill('bulk');
    await page.locator('[role="search"] [role="menuitem"], [data-role="search:results"] li').first().waitFor();
    await picture('redoc-search');
    expect(errors).toEqual([]);
    expect(outside).toEqual([]);
  });
});

test('a request to elsewhere is refused, and would be noticed', async () => {
  const { page, errors, outside } = watched;
  await page.goto(`${app.address}/docs`);
  // No name has this ending (RFC 6761), so nothing goes out either way.
  await page.evaluate("fetch('http://elsewhere.invalid/').catch(() => undefined)");
  await page.waitForTimeout(200);
  expect(errors.join()).toMatch(/Content Security Policy/);
  expect(outside).toEqual([]);
});
