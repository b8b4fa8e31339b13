import { accessSync, constants } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'chromium-headless-shell', 'google-chrome', 'google-chrome-stable'];

/** What CHROMIUM names, or the first one on the PATH. @throws Error that says what to install */
function findChromium(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = places.find(isExecutable);
  if (found === undefined) {
    throw new Error(`no Chromium: install one (Debian: apt-get install chromium), or name it in CHROMIUM`);
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: findChromium() });

/** A page, and what went wrong in it. */
export interface WatchedPage {
  page: Page;
  /** Errors in the console and uncaught ones; a refusal by the policy is among them. */
  errors: string[];
  /** Requests to anything but the host. */
  outside: string[];
  /** @returns where the picture is */
  picture(name: string): Promise<string>;
}

const pictures = mkdtemp(join(tmpdir(), 'roster-docs-'));

export async function watchedPage(browser: Browser, address: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  const errors: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== address) outside.push(request.url());
  });
  const picture = async (name: string): Promise<string> => {
    const path = join(await pictures, `${name}.png`);
    await page.screenshot({ path });
    process.stdout.write(`  ${path}\n`);
    return path;
  };
  return { page, errors, outside, picture };
}
