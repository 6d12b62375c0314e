import { chromium } from '@playwright/test';
import { chromiumOptions } from '../../src/harness/chromium.ts';
import { serveHostPage } from '../../src/harness/host-page.ts';
import { choose, setUpJodoo, signInToJodoo, signedInAs } from '../../src/harness/jodoo.ts';
import { hostNames } from '../../src/harness/world.ts';
import type { World } from '../../src/harness/world.ts';
import { expect, test } from '../test.ts';

/** A page of the partner's from which people sign in with Jodoo. */
function partnerPage(world: World, base: string, path = '/embedded/connections'): string {
  const address = `${base}/login?path=${encodeURIComponent(path)}`;
  return serveHostPage(world.sites, { host: hostNames.partner, body: `<a href="${address}">Log in with Jodoo</a>` });
}

test('login from the partner’s page: whoever is signed in to Jodoo is in, on the page that was asked for', async ({
  page,
  world,
}) => {
  const { base } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'tomas');
  await page.goto(partnerPage(world, base, '/embedded/providers/generic-api-key'));
  await page.getByRole('link').click();
  await page.getByText(signedInAs('tomas')).waitFor();
  await expect(page.getByRole('heading', { name: 'Connect Any API key' })).toBeVisible();
});

test('login from the partner’s page: whoever is not signed in does that once, and comes back', async ({
  page,
  world,
}) => {
  const { base } = await setUpJodoo(world);
  await page.goto(partnerPage(world, base));
  await page.getByRole('link').click();
  await choose(page, 'mara');
  await page.getByText(signedInAs('mara')).waitFor();
});

test('A54, A55: a state that another browser was given is refused, and no code is exchanged', async ({
  page,
  world,
}) => {
  const { base } = await setUpJodoo(world);
  const browser = await chromium.launch(chromiumOptions());
  const other = await browser.newPage({ ignoreHTTPSErrors: true });
  let caught = '';
  world.proxy.intercept(({ url = '' }, response) => {
    if (!url.includes('/callback?')) return false;
    caught = world.origin + url;
    response.writeHead(204).end();
    return true;
  });
  await signInToJodoo(other, world, 'mara');
  await other.goto(`${base}/login`).catch(() => undefined);
  await browser.close();
  world.proxy.intercept(undefined);
  expect(new URL(caught).searchParams.get('state')).toMatch(/^[\w-]{43}$/);

  await page.goto(caught);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was begun elsewhere');
  await expect.poll(() => page.url()).toBe(`${base}/callback`);
  expect(world.jodoo.jodoo.exchanges).toEqual([]);
  // Spent by that: its own browser could not use it either.
  await page.goto(caught);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was begun elsewhere');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await choose(page, 'tomas');
  await page.getByText(signedInAs('tomas')).waitFor();
});

test('A55: one’s own callback gone back to is refused, and leads to signing in again', async ({ page, world }) => {
  const { base } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const callback = page.waitForRequest(/\/callback\?/);
  await page.goto(`${base}/login`);
  await page.getByText(signedInAs('mara')).waitFor();
  await page.goto((await callback).url());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was begun elsewhere');
  expect(world.jodoo.jodoo.exchanges).toHaveLength(1);
});

test('A60: nobody is led to another site by the page that is asked for', async ({ page, world }) => {
  const { base } = await setUpJodoo(world);
  for (const path of ['https://evil.example/embedded/connections', '//evil.example', '/admin']) {
    const answer = await page.goto(`${base}/login?path=${encodeURIComponent(path)}`);
    expect(answer?.status()).toBe(400);
    expect(new URL(page.url()).origin).toBe(world.origin);
  }
});

test('A62: another site cannot have a visitor sign in for an attempt of its own', async ({ page, world }) => {
  const { base } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const id = 'a'.repeat(43);
  const answer = await fetch(
    `http://127.0.0.1:${world.inlay.port}/jodoo/${new URL(base).pathname.split('/')[2]}/attempts`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, challenge: 'b'.repeat(43) }),
    },
  );
  expect(answer.status).toBe(201);
  const lure = serveHostPage(world.sites, {
    host: hostNames.hostile,
    body: `<a href="${base}/login?attempt=${id}">Win a prize</a>`,
  });
  await page.goto(lure);
  await page.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was begun elsewhere');
  // Nor by an address that is typed or pasted.
  await page.goto(`${base}/login?attempt=${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This sign-in was begun elsewhere');
  expect(world.jodoo.jodoo.exchanges).toEqual([]);
});
