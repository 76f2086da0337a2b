/** Chromium as an oracle: tests that need it are skipped (and counted) where it is missing, and fail when CI=true. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** True when Chromium can be used, and in CI, where its absence is a failure. */
export const browser: boolean = existsSync(CHROMIUM) || process.env['CI'] === 'true';

/** Starts Debian's own Chromium without any network of its own. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** What a page did that it must not do: errors, refused scripts and styles, requests for anything but itself. */
export interface Faults {
  readonly errors: string[];
  readonly requests: string[];
}

/** Opens a file of this machine in a page of its own and watches it. */
export async function open(running: Browser, file: string): Promise<{ page: Page; faults: Faults }> {
  const page = await running.newPage({ viewport: { width: 1400, height: 900 } });
  const faults: Faults = { errors: [], requests: [] };
  page.on('pageerror', (error) => faults.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.errors.push(message.text());
  });
  page.on('request', (request) => {
    if (request.url() !== `file://${file}`) faults.requests.push(request.url());
  });
  page.on('dialog', (dialog) => {
    faults.errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`file://${file}`);
  return { page, faults };
}
