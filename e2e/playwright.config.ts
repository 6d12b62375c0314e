import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './src/harness/chromium.ts';
import { firefoxOptions } from './src/harness/firefox.ts';

const isCi = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: 'browser',
  outputDir: 'artifacts/results',
  fullyParallel: true,
  forbidOnly: isCi,
  workers: 2,
  timeout: 30_000,
  reporter: [['list']],
  use: { ignoreHTTPSErrors: true, locale: 'en-US', colorScheme: 'light', screenshot: 'only-on-failure' },
  projects: [
    { name: 'chromium', testIgnore: 'firefox/**', use: { launchOptions: chromiumOptions() } },
    { name: 'firefox', testMatch: 'firefox/**', use: firefoxOptions() },
  ],
});
