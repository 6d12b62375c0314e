import type { LaunchOptions } from '@playwright/test';
import { programPath } from './program-path.ts';
import { hostNames } from './world.ts';

/** Which cookies of third parties a browser takes: the common ways are to block them, or to allow them. */
export type ThirdPartyCookies = 'blocked' | 'as-the-profile-says';

/** How Chromium is started: the test's host names are on this machine, and storage is partitioned as everywhere. */
export function chromiumOptions(cookies: ThirdPartyCookies = 'blocked'): LaunchOptions {
  const hosts = Object.values(hostNames).map((name) => `MAP ${name} 127.0.0.1`);
  return {
    executablePath: programPath('chromium'),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // The last such switch counts: without it Playwright's own would turn storage partitioning off.
      '--disable-features=Translate',
      `--host-resolver-rules=${hosts.join(',')}`,
      ...(cookies === 'blocked' ? ['--test-third-party-cookie-phaseout'] : []),
    ],
  };
}
