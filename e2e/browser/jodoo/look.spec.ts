import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Page } from '@playwright/test';
import {
  openFramed,
  pressSignIn,
  setUpJodoo,
  signInToJodoo,
  signOutOfJodoo,
  signedInAs,
} from '../../src/harness/jodoo.ts';
import type { JodooIntegration } from '../../src/harness/jodoo.ts';
import { expect, test } from '../test.ts';
import type { World } from '../../src/harness/world.ts';

const folder = 'artifacts/screenshots';

/** A view, and how one comes to it. */
interface View {
  readonly name: string;
  /** Of the wide window; default: 1080 by 780. */
  readonly width?: number;
  readonly height?: number;
  readonly open: (page: Page, world: World, integration: JodooIntegration) => Promise<unknown>;
}

/** Waits until what is framed has the size of its place. */
async function settled(page: Page): Promise<void> {
  const place = page.locator('iframe.page');
  if ((await place.count()) === 0) return;
  const inner = place.contentFrame().locator('html');
  await expect
    .poll(async () => (await inner.evaluate(() => innerWidth)) - (await place.evaluate((frame) => frame.clientWidth)))
    .toBe(0);
  await inner.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
        // A frame out of sight never paints.
        setTimeout(resolve, 500);
      }),
  );
}

/** Shows a page of the integration in a page of Jodoo, in a language. */
async function framed(page: Page, world: World, { app, base }: JodooIntegration, query = ''): Promise<FrameLocator> {
  app.embedAddress = `${base}/embed${query}`;
  return openFramed(page, world, '/forms/delivery');
}

const views: readonly View[] = [
  {
    name: 'works',
    height: 320,
    open: (page, _world, { base }) => page.goto(`${base}/home`),
  },
  {
    name: 'dead-code',
    height: 560,
    open: (page, _world, { base }) => page.goto(`${base}/home?code=used`),
  },
  {
    name: 'dead-code-arabic',
    open: (page, _world, { base }) => page.goto(`${base}/home?code=used&locale=ar`),
  },
  {
    name: 'again',
    height: 320,
    open: async (page, _world, { base }) => {
      await page.goto(`${base}/enter`);
      await page.getByRole('link', { name: 'Sign in with Jodoo' }).waitFor();
    },
  },
  {
    name: 'entered',
    height: 880,
    open: async (page, world) => {
      await signInToJodoo(page, world, 'mara');
      await page.getByRole('link', { name: /^Enter App/ }).click();
      await page.getByText(signedInAs('mara')).waitFor();
    },
  },
  {
    name: 'unmapped',
    height: 600,
    open: async (page, world) => {
      await signInToJodoo(page, world, 'ingrid');
      await page.getByRole('link', { name: /^Enter App/ }).click();
      await page.getByText('Ask: Runa').waitFor();
    },
  },
  {
    name: 'form-button',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      await (await framed(page, world, integration)).getByRole('button', { name: 'Sign in with Jodoo' }).waitFor();
    },
  },
  {
    name: 'form-button-arabic',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration, '?locale=ar');
      await frame.getByRole('button', { name: 'تسجيل الدخول عبر Jodoo' }).waitFor();
    },
  },
  {
    name: 'form-elsewhere',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration);
      await signOutOfJodoo(page.context());
      await pressSignIn(page, frame);
      await frame.getByRole('heading', { name: 'Go on in the other window' }).waitFor();
    },
  },
  {
    name: 'form-signed-in',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration);
      await pressSignIn(page, frame);
      await frame.getByText(signedInAs('mara')).waitFor();
      await frame.getByText('Sent along by the page around this one').click();
      await frame.locator('.sent-along').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'form-signed-in-arabic',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration, '?locale=ar');
      await pressSignIn(page, frame, 'تسجيل الدخول عبر Jodoo');
      await frame.getByText('mara-lindqvist').waitFor();
    },
  },
  {
    name: 'form-refused',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'ingrid');
      const frame = await framed(page, world, integration);
      const window = await pressSignIn(page, frame);
      await frame.getByRole('heading', { name: 'Your Jodoo account is not linked yet' }).waitFor();
      await window.close();
    },
  },
  {
    name: 'form-blocked',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration);
      await frame.getByRole('button', { name: 'Sign in with Jodoo' }).waitFor();
      await frame.locator('html').evaluate(() => Object.assign(window, { open: () => null }));
      await frame.getByRole('button', { name: 'Sign in with Jodoo' }).click();
      await frame.getByRole('heading', { name: 'The browser blocked the window' }).waitFor();
    },
  },
  {
    name: 'form-ended',
    open: async (page, world, integration) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await framed(page, world, integration);
      await pressSignIn(page, frame);
      await frame.getByText(signedInAs('mara')).waitFor();
      await world.partner.api('PATCH', `/jodoo-members/${integration.members.get('mara')}`, { disabled: true });
      await frame.getByRole('heading', { name: 'Your session has ended' }).waitFor({ timeout: 12_000 });
    },
  },
  {
    name: 'dashboard-signed-in',
    width: 1_440,
    height: 900,
    open: async (page, world) => {
      await signInToJodoo(page, world, 'mara');
      const frame = await openFramed(page, world, '/dashboards/order-desk');
      await pressSignIn(page, frame);
      await frame.getByText(signedInAs('mara')).waitFor();
    },
  },
  {
    name: 'product-center',
    open: (page, world) => signInToJodoo(page, world, 'mara'),
  },
  {
    name: 'app-settings',
    open: (page, world, { app }) => signInToJodoo(page, world, 'mara', `/product-center/${app.suiteId}`),
  },
];

for (const { name, open, width: broad = 1_080, height: tall = 780 } of views) {
  test(`“${name}” can be read in any size and light`, async ({ page, world }) => {
    await page.setViewportSize({ width: 1_080, height: 720 });
    const integration = await setUpJodoo(world);
    await open(page, world, integration);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, width, height] of [
        ['wide', broad, tall],
        ['narrow', 340, 1_100],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.evaluate(() => scrollTo(0, 0));
        await settled(page);
        await page.screenshot({ path: `${folder}/jodoo-${name}-${colorScheme}-${size}.png` });
      }
      const inner = page.frames().find((frame) => frame.url().includes('/jodoo/jod_'));
      const sideways = await inner?.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways ?? 0).toBe(0);
      // Our pages have no background of their own, and axe does not look through them: they are lent the host's.
      await inner?.evaluate(() => document.documentElement.style.setProperty('background-color', 'Canvas'));
      const { violations } = await new AxeBuilder({ page }).analyze();
      await inner?.evaluate(() => document.documentElement.style.removeProperty('background-color'));
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${JSON.stringify(target)}`));
      expect(found).toEqual([]);
    }
  });
}
