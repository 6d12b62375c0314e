import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { goOnAs, openLogin, press } from '../../src/harness/authorize.ts';
import { expect, test } from '../test.ts';

const folder = 'artifacts/screenshots';

/** Takes pictures of a window as it is, light and dark, wide and narrow, and has axe look at it. */
async function look(window: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    for (const [size, width] of [
      ['wide', 540],
      ['narrow', 280],
    ] as const) {
      await window.setViewportSize({ width, height: 520 });
      await window.screenshot({ path: `${folder}/window-${name}-${colorScheme}-${size}.png` });
      expect(await window.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
    }
    const { violations } = await new AxeBuilder({ page: window }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => String(target)).join(' ')}`)).toEqual(
      [],
    );
  }
}

/** Address of an authorization that is registered and that no window has opened. */
async function addressToOpen(page: Page, world: Parameters<typeof openLogin>[1]): Promise<string> {
  const frame = await openLogin(page, world);
  await frame.locator('html').evaluate(() => void (window.open = () => null));
  await frame.locator('form .button.main').click();
  return (await frame.locator('.away code').first().textContent()) ?? '';
}

test('the window that asks first can be read in any size and light', async ({ page, context, world }) => {
  const address = await addressToOpen(page, world);
  const window = await context.newPage();
  await window.goto(address);
  await window.getByRole('button').waitFor();
  await look(window, 'confirm');
});

test('the window of a denial can be read in any size and light', async ({ page, world }) => {
  const window = await press(page, await openLogin(page, world));
  await goOnAs(window, 'nobody');
  await window.getByRole('heading', { name: 'Access was not granted' }).waitFor();
  await look(window, 'denied');
});

test('the window of a success can be read before it closes', async ({ page, context, world }) => {
  await context.route('**/oauth/close.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const window = await press(page, await openLogin(page, world));
  await goOnAs(window, 'Ada');
  await window
    .getByRole('main')
    .getByText(/connected/)
    .first()
    .waitFor();
  await look(window, 'connected');
});
