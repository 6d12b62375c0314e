import { chromium } from '@playwright/test';
import { chromiumOptions } from '../../src/harness/chromium.ts';
import { frameIn } from '../../src/harness/frame-actions.ts';
import { openFramed, pressSignIn, setUpJodoo, signInToJodoo, signedInAs } from '../../src/harness/jodoo.ts';
import { allCookies, withProfile } from '../../src/harness/profile.ts';
import { expect, test } from '../test.ts';

/** Ends every session of a customer, as an administrator does. */
async function endSessions(world: Parameters<typeof setUpJodoo>[0], customer: string): Promise<void> {
  const { data } = await world.partner.api<{ data: readonly { id: string; customer: string }[] }>(
    'GET',
    `/sessions?customer=${customer}`,
  );
  for (const { id } of data) await world.partner.api('DELETE', `/sessions/${id}`);
}

test('a session that ends in a dashboard is found anew unseen, where Jodoo’s session reaches in', async ({
  world,
  guard,
}) => {
  const { customer } = await setUpJodoo(world);
  world.jodoo.jodoo.settings.cookieSameSite = 'None';
  await withProfile(allCookies, async (context) => {
    guard.watch(context);
    const page = await context.newPage();
    await signInToJodoo(page, world, 'mara');
    const frame = await openFramed(page, world, '/dashboards/order-desk');
    await frame.getByText(signedInAs('mara')).waitFor();
    await frame.getByRole('link', { name: /Any API key/ }).click();
    await frame.getByLabel('API key', { exact: true }).fill('half-typed');
    const exchanged = world.jodoo.jodoo.exchanges.length;
    await endSessions(world, customer);
    await expect.poll(() => world.jodoo.jodoo.exchanges.length, { timeout: 8_000 }).toBe(exchanged + 1);
    await frame.getByText(signedInAs('mara')).waitFor();
    await expect(frame.getByLabel('API key', { exact: true })).toHaveValue('half-typed');
  });
});

test('elsewhere it takes one click, and what was typed is still there', async ({ page, world }) => {
  const { customer } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  await pressSignIn(page, frame);
  await frame.getByText(signedInAs('mara')).waitFor();
  await frame.getByRole('link', { name: /Any API key/ }).click();
  await frame.getByLabel('API key', { exact: true }).fill('half-typed');
  await endSessions(world, customer);
  await expect(frame.getByRole('heading', { name: 'Your session has ended' })).toBeVisible({ timeout: 12_000 });
  await pressSignIn(page, frame);
  await frame.getByText(signedInAs('mara')).waitFor();
  await expect(frame.getByLabel('API key', { exact: true })).toHaveValue('half-typed');
});

test('A46: another person who signs in then finds nothing of the one before', async ({ page, world }) => {
  const { customer } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  await pressSignIn(page, frame);
  await frame.getByRole('link', { name: /Any API key/ }).click();
  await frame.getByLabel('API key', { exact: true }).fill('half-typed');
  const other = await page.context().newPage();
  await signInToJodoo(other, world, 'tomas');
  await other.close();
  await endSessions(world, customer);
  await frame.getByRole('heading', { name: 'Your session has ended' }).waitFor({ timeout: 12_000 });
  await pressSignIn(page, frame);
  await frame.getByText(signedInAs('tomas')).waitFor();
  await expect(frame.getByLabel('API key', { exact: true })).toHaveValue('');
});

test('values of a form are shown as what they are: sent along by somebody, and not checked', async ({
  page,
  world,
}) => {
  const { app, base } = await setUpJodoo(world);
  app.embedAddress = `${base}/embed?note=${encodeURIComponent('<img src=x onerror=alert(1)>')}`;
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/forms/delivery');
  await pressSignIn(page, frame);
  await frame.getByText('Sent along by the page around this one, not checked').click();
  await expect(frame.getByText('HP-20418')).toBeVisible();
  await expect(frame.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(frame.locator('img')).toHaveCount(0);
});

test('Jodoo’s page hears what happens, at its own origin alone, and is told no secret', async ({ page, world }) => {
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('message', ({ origin, data }) =>
      heard.push({ origin, data: JSON.parse(String(data)) as unknown }),
    );
  });
  await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  await pressSignIn(page, frame);
  await frame.getByText(signedInAs('mara')).waitFor();
  const heard = () =>
    page.evaluate(() => (window as unknown as { heard: { origin: string; data: Record<string, unknown> }[] }).heard);
  await expect.poll(async () => (await heard()).map(({ data }) => data['type'])).toContain('heightChange');
  const messages = await heard();
  expect(messages.map(({ data }) => data['type'])).toContain('ready');
  expect(new Set(messages.map(({ origin }) => origin))).toEqual(new Set([world.origin]));
  for (const { data } of messages) expect(JSON.stringify(data['payload'])).not.toMatch(/[\w-]{43}/);
});

test('nobody frames it but the integration’s own hosts', async ({ page, world, guard }) => {
  guard.expect(/frame-ancestors/i);
  const { base } = await setUpJodoo(world);
  const address = world.sites.serve('hostile.test', world.sites.freePath(), () => ({
    type: 'text/html',
    body: `<!doctype html><link rel="icon" href="data:,"><iframe title="Jodoo" src="${base}/embed"></iframe>`,
  }));
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  await page.goto(address);
  await refused;
  await expect(frameIn(page).getByRole('heading')).toHaveCount(0);
});

test('pages of Jodoo’s that hide their window are waited for', async ({ page, context, world }) => {
  await setUpJodoo(world);
  world.jodoo.jodoo.settings.asksApproval = true;
  await context.route(/\/integration\/authorize/, async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), 'cross-origin-opener-policy': 'same-origin' },
    });
  });
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  const window = await pressSignIn(page, frame);
  await expect(frame.getByRole('heading', { name: 'Go on in the other window' })).toBeVisible();
  await window.getByRole('button').first().click();
  await frame.getByText(signedInAs('mara')).waitFor();
});

test('Chromium blocks the window: the frame says so, and a second gesture opens it', async ({ world }) => {
  await setUpJodoo(world);
  const browser = await chromium.launch({ ...chromiumOptions(), ignoreDefaultArgs: ['--disable-popup-blocking'] });
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-US' });
  const page = await context.newPage();
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  const button = frame.getByRole('button', { name: 'Sign in with Jodoo' });
  await button.waitFor();
  await frame.locator('html').evaluate(() => Object.assign(window, { open: () => null }));
  await button.click();
  await expect(frame.getByRole('heading', { name: 'The browser blocked the window' })).toBeVisible();
  await frame.getByRole('link', { name: 'Open the window' }).click();
  await frame.getByText(signedInAs('mara')).waitFor();
  await browser.close();
});
