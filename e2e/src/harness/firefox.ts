import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';
import { programPath } from './program-path.ts';
import { hostNames } from './world.ts';

/** How Debian's Firefox ESR is started, by WebDriver BiDi. */
export function firefoxOptions(): Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> {
  return {
    browserName: 'firefox',
    channel: 'moz-firefox',
    launchOptions: {
      executablePath: programPath('firefox'),
      firefoxUserPrefs: {
        'network.dns.localDomains': Object.values(hostNames).join(','),
        // Without it clicks silently miss frames of other sites.
        'fission.webContentIsolationStrategy': 0,
      },
    },
  };
}
