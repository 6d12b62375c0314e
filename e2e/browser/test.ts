import { test as base, expect } from '@playwright/test';
import type { BrowserContext, ConsoleMessage, WebError } from '@playwright/test';
import { startWorld } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';

/** Watches what goes wrong in pages and frames; whatever a test does not expect fails it. */
export interface Guard {
  /** Watches another context than the test's own. */
  watch(context: BrowserContext): void;
  /** Expects faults that match, any number of them. */
  expect(pattern: RegExp): void;
}

/** Faults that are the browser's news of an answer that a test wants to see. */
const news = /^Failed to load resource: /;
const policy = /content.security.policy|trusted ?types?|violates the following|refused to/i;

export const test = base.extend<{ guard: Guard }, { world: World }>({
  world: [
    async ({}, use) => {
      const world = await startWorld();
      await use(world);
      await world.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  guard: [
    async ({ context, world }, use) => {
      const faults: string[] = [];
      const expected: RegExp[] = [];
      const note = (text: string) => {
        if (!news.test(text)) faults.push(text);
      };
      const watch = (watched: BrowserContext) => {
        watched.on('weberror', (error: WebError) => note(String(error.error())));
        watched.on('console', (message: ConsoleMessage) => {
          if (message.type() === 'error' || policy.test(message.text())) note(message.text());
        });
      };
      watch(context);
      await use({ watch, expect: (pattern) => void expected.push(pattern) });
      world.proxy.intercept(undefined);
      world.proxy.forget();
      expect(faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
