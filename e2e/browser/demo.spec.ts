import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { frameIn, row } from '../src/harness/frame-actions.ts';
import { startDemo } from '../src/harness/demo.ts';
import type { DemoProcess } from '../src/harness/demo.ts';
import { expect, test } from './test.ts';

const folder = 'artifacts/screenshots';
/** Where the picture of the README is written, when it is asked for. */
const picture = process.env['INLAY_DOC_PICTURES'] === undefined ? `${folder}/demo.png` : '../docs/images/demo.png';
const goodKey = 'acme_demo_7Qm2vXc9RtLw4KsZ';
const otherAccountsKey = 'acme_demo_3Nw8sLt6TrPq1BdF';

test.describe.configure({ mode: 'serial' });
let demo: DemoProcess;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

const events = (page: Page, type: string): Locator => page.locator(`.event-log [data-type="${type}"]`);

async function openTidewater(page: Page): Promise<void> {
  await page.goto(`${demo.partner}/settings/connections`);
  await expect(events(page, 'ready')).toHaveCount(1);
}

/** Opens a page of Jodoo, signed in as a person of it. */
async function openJodoo(page: Page, path: string, person = /Mara Lindqvist Order desk/): Promise<void> {
  await page.goto(`${demo.jodoo}${path}`);
  await page.getByRole('button', { name: person }).click();
}

test('the demo: an account is connected in the partner’s app, and Jodoo’s dashboard shows it', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 1360, height: 850 });
  await openTidewater(page);
  const dashboard = await context.newPage();
  await dashboard.setViewportSize({ width: 1360, height: 850 });
  await openJodoo(dashboard, '/dashboards/order-desk');
  await expect(row(frameIn(dashboard), 'Acme Mail')).toBeVisible();
  await page.bringToFront();

  await page.getByRole('button', { name: 'Acme Mail' }).click();
  const frame = frameIn(page);
  await frame.getByRole('textbox', { name: 'API key' }).fill(goodKey);
  await frame.getByRole('button', { name: 'Connect Acme Mail' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Acme Mail is connected' })).toBeVisible();
  await expect(events(page, 'connectionStatusChange').first()).toContainText('"status": "connected"');
  await expect(row(frameIn(dashboard), 'Acme Mail')).toContainText('orders@harborpine.example');

  await page.getByRole('button', { name: 'All' }).click();
  await expect(frame.getByText('orders@harborpine.example')).toBeVisible();
  await page.screenshot({ path: picture });

  await row(frame, 'Acme Mail').click();
  await frame.getByRole('button', { name: 'Reconnect' }).click();
  await frame.getByRole('textbox', { name: 'API key' }).fill(otherAccountsKey);
  await frame.getByRole('button', { name: /^Reconnect/ }).click();
  await expect(events(page, 'error').first()).toContainText('account_mismatch');

  await dashboard.bringToFront();
  await expect(frameIn(dashboard).getByText('orders@harborpine.example')).toBeVisible();
  await dashboard.screenshot({ path: `${folder}/demo-dashboard.png`, fullPage: true });
});

test('the demo: a calendar is authorised in a window of its own, and another account does not reconnect it', async ({
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 1360, height: 850 });
  await openTidewater(page);
  const frame = frameIn(page);
  await row(frame, 'Acme Calendar').click();
  const pressed = async (name: string): Promise<Page> => {
    const [window] = await Promise.all([page.waitForEvent('popup'), frame.getByRole('button', { name }).click()]);
    return window;
  };

  const first = await pressed('Connect Acme Calendar');
  await lookAt(first, 'sign-in');
  await expect(frame.getByRole('heading', { name: 'Go on in the other window' })).toBeVisible();
  await page.screenshot({ path: `${folder}/demo-elsewhere.png` });
  await first.getByRole('button', { name: /deliveries@/ }).click();
  await lookAt(first, 'consent');
  await Promise.all([first.waitForEvent('close'), first.getByRole('button', { name: 'Allow access' }).click()]);
  await expect(frame.getByText('Acme Calendar is connected').first()).toBeVisible();
  await expect(frame.getByText('deliveries@harborpine.example')).toBeVisible();
  await page.screenshot({ path: `${folder}/demo-authorised.png` });

  const second = await pressed('Reconnect');
  await second.getByRole('button', { name: /workshop@/ }).click();
  await second.getByRole('button', { name: 'Allow access' }).click();
  await expect(second.getByRole('heading', { name: 'This is another account' })).toBeVisible();
  await expect(frame.getByText('This is another account')).toBeVisible();
  await second.close();

  const third = await pressed('Reconnect');
  await third.getByRole('button', { name: /deliveries@/ }).click();
  await third.getByRole('button', { name: 'Cancel' }).click();
  await expect(frame.getByText('Access was not granted')).toBeVisible();
  await expect(events(page, 'error')).toHaveCount(2);
  await expect(events(page, 'error').first()).toContainText('authorization_denied');
  await expect(frame.getByText('deliveries@harborpine.example')).toBeVisible();
});

/** Takes pictures of a page of Acme, and has axe look at it, in either theme and down to 280 px. */
async function lookAt(window: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    for (const width of [280, 540]) {
      await window.setViewportSize({ width, height: 720 });
      await window.screenshot({ path: `${folder}/demo-${name}-${colorScheme}-${width}.png` });
      expect(await window.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
    const { violations } = await new AxeBuilder({ page: window }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${JSON.stringify(target)}`))).toEqual(
      [],
    );
  }
}

test('the demo: customer, theme and language change, and the session is renewed without a reload', async ({ page }) => {
  await openTidewater(page);
  const root = frameIn(page).locator('html');
  await page.getByLabel('Theme').selectOption('dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByLabel('Language').selectOption('de');
  await expect(root).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Renew session' }).click();
  await expect(events(page, 'getLink')).toHaveCount(2);
  await expect(events(page, 'ready')).toHaveCount(1);
  await page.getByLabel('Workspace').selectOption('Lumen Bakery');
  await expect(events(page, 'ready')).toHaveCount(2);
  await expect(frameIn(page).getByText('Lumen Bakery')).toBeVisible();
  await expect(root).toHaveAttribute('lang', 'de');
});

for (const [button, code] of [
  ['Used', 'jti_reused'],
  ['Expired', 'token_expired'],
  ['Wrong origin', 'origin_not_allowed'],
  ['Altered', 'token_signature_invalid'],
  ['Unconfirmed customer', 'team_unconfirmed'],
  ['No such page', 'path_invalid'],
] as const) {
  test(`the demo: “${button}” is refused as ${code}, in sight`, async ({ page }) => {
    await openTidewater(page);
    await page.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('status')).toContainText(`Refused: ${code}`);
    await expect(dialog.locator('iframe').contentFrame().getByText(code, { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(events(page, 'error').first()).toContainText(code);
  });
}

test('the demo: Enter App opens Inlay as who one is at Jodoo, and says whom to ask where nobody mapped one', async ({
  page,
}) => {
  await openJodoo(page, '/product-center');
  await page.screenshot({ path: `${folder}/demo-product-center.png` });
  await page.getByRole('link', { name: 'Enter App' }).click();
  await expect(page.getByText('Harbor & Pine').first()).toBeVisible();
  await expect(page.getByRole('link', { name: /Acme Mail/ })).toBeVisible();
  expect(page.url()).not.toContain('code=');
  await page.screenshot({ path: `${folder}/demo-enter-app.png` });

  await page.context().clearCookies();
  await openJodoo(page, '/product-center', /Ingrid Dahl/);
  await page.getByRole('link', { name: 'Enter App' }).click();
  await expect(page.getByText('Mara Lindqvist, order desk')).toBeVisible();
});

test('the demo: Acme gives keys to copy', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.provider });
  await page.goto(demo.provider);
  await page.getByRole('button', { name: 'Copy: Tidewater' }).click();
  await expect(page.getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(goodKey);
});

/** What axe finds in a page, but for what it frames. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${JSON.stringify(target)}`));
}

test('the demo: axe finds nothing in its own pages, in either theme, and nothing scrolls sideways', async ({
  page,
}) => {
  test.slow();
  const { partner, jodoo, provider } = demo;
  await page.goto(`${jodoo}/sign-in`);
  expect(await faultsOf(page)).toEqual([]);
  await openJodoo(page, '/product-center');
  const ofPartner = ['/', '/shipments', '/settings/connections'].map((path) => `${partner}${path}`);
  const ofJodoo = ['/product-center', '/product-center/suite_tidewater', '/dashboards/order-desk', '/forms/delivery'];
  for (const address of [...ofPartner, ...ofJodoo.map((path) => `${jodoo}${path}`), provider]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(address);
      const holdsFrame = (await page.locator('.event-log').count()) > 0;
      await expect(events(page, 'ready')).toHaveCount(holdsFrame ? 1 : 0);
      expect(await faultsOf(page), `${address}, ${colorScheme}`).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, address).toBeLessThanOrEqual(0);
    }
  }
});
