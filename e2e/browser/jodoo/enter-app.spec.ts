import type { Page } from '@playwright/test';
import { setUpJodoo, signInToJodoo, signedInAs } from '../../src/harness/jodoo.ts';
import { expect, test } from '../test.ts';

/** Enters the app from the Product Center. */
async function enter(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Enter App/ }).click();
}

/** Where the page is, without its origin. */
const placeOf = (page: Page): string => page.url().slice(new URL(page.url()).origin.length);

test('Enter App: one click leads from the Product Center into the frame, as oneself', async ({ page, world }) => {
  const { id } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  await enter(page);
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
  await expect(page.getByText(signedInAs('mara'))).toBeVisible();
  await expect(page.getByText('For Harbor & Pine')).toBeVisible();
  expect(placeOf(page)).toBe(`/jodoo/${id}/enter`);
  expect(world.jodoo.jodoo.exchanges.map(({ outcome }) => outcome)).toEqual(['identity']);
});

test('A56: Back and Reload spend no code; the reloaded page offers to sign in again, and that takes one click', async ({
  page,
  world,
}) => {
  const { id } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  await enter(page);
  await page.getByText(signedInAs('mara')).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in to go on' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Product Center' }).waitFor();
  await page.goForward();
  await page.getByRole('link', { name: 'Sign in with Jodoo' }).click();
  await page.getByText(signedInAs('mara')).waitFor();
  expect(placeOf(page)).toBe(`/jodoo/${id}/enter`);
  const { exchanges } = world.jodoo.jodoo;
  expect(exchanges.map(({ outcome }) => outcome)).toEqual(['identity', 'identity']);
  expect(new Set(exchanges.map(({ code }) => code)).size).toBe(2);
});

test('a page of the frame stays over a reload', async ({ page, world }) => {
  await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  await enter(page);
  await page.getByRole('link', { name: /Any API key/ }).click();
  await page.getByRole('heading', { name: 'Connect Any API key' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Connections' }).waitFor();
  await page.goForward();
  await page.getByRole('heading', { name: 'Connect Any API key' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Sign in with Jodoo' }).click();
  await page.getByRole('heading', { name: 'Connect Any API key' }).waitFor();
});

test('a double click on Enter App, and two tabs, each make a session of their own', async ({
  page,
  context,
  world,
}) => {
  await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  await page.getByRole('link', { name: /^Enter App/ }).dblclick();
  await page.getByText(signedInAs('mara')).waitFor();
  const other = await context.newPage();
  await other.goto(`${world.jodoo.origin}/product-center`);
  await enter(other);
  await other.getByText(signedInAs('mara')).waitFor();
  await page.getByRole('link', { name: /Any API key/ }).click();
  await page.getByRole('heading', { name: 'Connect Any API key' }).waitFor();
  expect(world.jodoo.jodoo.exchanges.filter(({ outcome }) => outcome !== 'identity')).toEqual([]);
});

test('the App Home Page opened by itself says that it works, and how to enter', async ({ page, world }) => {
  const { base } = await setUpJodoo(world);
  const answer = await page.goto(`${base}/home`);
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('heading')).toHaveText('The App Home Page works');
  await expect(page.getByText('press Enter App')).toBeVisible();
});

test('A56: a code that is reused or has expired is dead, says so, and leads to signing in again', async ({
  page,
  world,
}) => {
  const { base, app } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const code = world.jodoo.codeFor('mara', app);
  await page.goto(`${base}/home?code=${code}`);
  await page.getByText(signedInAs('mara')).waitFor();
  await page.goto(`${base}/home?code=${code}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was used or has expired');
  expect(world.jodoo.jodoo.exchanges).toHaveLength(1);
  // The address is clean, so that a reload shows no error again.
  await expect.poll(() => page.url()).toBe(`${base}/home`);
  world.jodoo.jodoo.settings.codeLifetime = -1;
  await page.goto(`${base}/home?code=${world.jodoo.codeFor('mara', app)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was used or has expired');
  world.jodoo.jodoo.settings.codeLifetime = 60_000;
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByText(signedInAs('mara')).waitFor();
});

test('a partner’s own application is the target: Inlay is the middleware, and hands on a link of its own', async ({
  page,
  world,
}) => {
  const address = world.sites.serve('partner.test', world.sites.freePath(), (request) => ({
    type: 'text/html',
    body: `<!doctype html><link rel="icon" href="data:,"><h1>Orders</h1><iframe title="Connections" src="${new URL(
      request.url ?? '',
      'https://partner.test',
    ).searchParams
      .get('direct_link')
      ?.replaceAll('&', '&amp;')}"></iframe>`,
  }));
  const { customer } = await setUpJodoo(world, {
    body: { applicationUrl: address, trustedDomains: 'inlay.test,partner.test' },
  });
  await world.partner.api('PATCH', `/customers/${customer}`, { embeddingOrigins: [new URL(address).origin] });
  await signInToJodoo(page, world, 'mara');
  await enter(page);
  await page.getByRole('heading', { name: 'Orders' }).waitFor();
  await page.frameLocator('iframe').getByRole('heading', { name: 'Connections' }).waitFor();
  expect(new URL(page.url()).searchParams.get('direct_link')).toContain(`${world.origin}/direct_link?`);
});
