import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import { chromiumOptions } from './chromium.ts';

/** Takes the cookies of third parties, too. */
export const allCookies = { cookie_controls_mode: 0, block_third_party_cookies: false } as const;
/** Takes no cookie and keeps nothing, whosever it is. */
export const noCookies = { default_content_setting_values: { cookies: 2 } } as const;

/** Runs `use` in a browser whose profile starts with `preferences`. */
export async function withProfile(
  preferences: unknown,
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-profile-'));
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile: preferences }));
  const options = { ...chromiumOptions('as-the-profile-says'), ignoreHTTPSErrors: true, locale: 'en-US' };
  const context = await chromium.launchPersistentContext(folder, options);
  try {
    await use(context);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
