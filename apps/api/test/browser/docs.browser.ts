import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, startApp } from '../app-under-test.ts';
import { contractOf, type Operation } from '../contract/document.ts';
import { launch, type WatchedPage, watchedPage } from './chromium.ts';

let app: AppUnderTest;
let browser: Browser;
let operations: Operation[];
let watched: WatchedPage;

beforeAll(async () => {
  app = await startApp();
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

  /** Opens the operation, sends what its example says, and tells the status that came. */
  async function tryOut(id: string): Promise<string> {
    const operation = block(id);
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').click();
    const status = operation.locator('.live-responses-table .response-col_status').nth(1);
    await status.waitFor();
    return (await status.innerText()).trim();
  }

  test('shows every operation, and sends what it shows', async () => {
    const { page, errors, outside, picture } = watched;
    await page.goto(`${app.address}/docs`);
    await block('listEmployees').waitFor();
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    await picture('swagger-ui');

    expect(await tryOut('createEmployee')).toMatch(/^201/);
    await picture('swagger-ui-post');
    expect(await block('createEmployee').locator('.live-responses-table').innerText()).toContain('李雷');
    expect(await tryOut('listEmployees')).toMatch(/^200/);
    await picture('swagger-ui-list');
    expect(await tryOut('getEmployee')).toMatch(/^200/);
    await picture('swagger-ui-get');
    expect(errors).toEqual([]);
    expect(outside).toEqual([]);
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

test('a page from elsewhere would be noticed', async () => {
  const { page, errors, outside } = watched;
  await page.goto(`${app.address}/docs`);
  // No name has this ending (RFC 6761), so nothing goes out either way.
  await page.evaluate(() => void fetch('http://elsewhere.invalid/').catch(() => undefined));
  await page.waitForTimeout(200);
  expect(errors.join()).toMatch(/Content Security Policy/);
  expect(outside).toEqual([]);
});
