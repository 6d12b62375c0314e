import type { BrowserContext, Page } from '@playwright/test';
import { openFramed, pressSignIn, setUpJodoo, signInToJodoo, signedInAs } from '../../src/harness/jodoo.ts';
import { expect, test } from '../test.ts';

/** Every address that a context's pages asked for, and every one they named as the page they came from. */
function watchTraffic(context: BrowserContext) {
  const addresses: string[] = [];
  const referers: string[] = [];
  context.on('request', (request) => {
    addresses.push(request.url());
    const { referer } = request.headers();
    if (referer !== undefined) referers.push(referer);
  });
  return { addresses, referers };
}

/** Addresses in the history of a tab, as the browser itself keeps them. */
async function historyOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  return entries.map(({ url }) => url).join('\n');
}

test('A50: codes, states, tickets and the secret are in no log, page, Referer or history entry', async ({
  page,
  context,
  world,
}) => {
  const { addresses, referers } = watchTraffic(context);
  const { app, base } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  await page.getByRole('link', { name: /^Enter App/ }).click();
  await page.getByText(signedInAs('mara')).waitFor();
  await page.goto(`${base}/login`);
  await page.getByText(signedInAs('mara')).waitFor();
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  const window = await pressSignIn(page, frame);
  await frame.getByText(signedInAs('mara')).waitFor();
  await expect.poll(() => window.isClosed()).toBe(true);
  // A code that is dead, and a state that is spent, are shown as refusals at an address without them.
  const spent = world.jodoo.jodoo.exchanges[0]?.code ?? '';
  await page.goto(`${base}/home?code=${spent}`);
  await expect.poll(() => page.url()).toBe(`${base}/home`);
  const callback = addresses.find((address) => address.includes('/callback?')) ?? '';
  await page.goto(callback);
  await expect.poll(() => page.url()).toBe(`${base}/callback`);

  const { exchanges } = world.jodoo.jodoo;
  expect(exchanges.length).toBe(3);
  const parameters = addresses.map((address) => new URL(address));
  const states = parameters.flatMap(({ searchParams }) => searchParams.get('state') ?? []);
  const tickets = parameters.flatMap(({ pathname, hash }) => (pathname.endsWith('/enter') ? hash.slice(1) : []));
  expect(states.length).toBeGreaterThan(1);
  const secrets = [app.suiteSecret, ...exchanges.map(({ code }) => code), ...states, ...tickets].filter(Boolean);
  expect(secrets.length).toBeGreaterThan(5);

  const places = {
    log: world.inlay.log(),
    // Jodoo's own pages name the secret, to whoever administers it; these are Inlay's, as they were sent.
    pages: world.proxy.seen.map(({ answer }) => answer()).join('\n'),
    referers: referers.join('\n'),
    history: await historyOf(page),
  };
  // They are read as they are: nothing on the way is compressed.
  expect(places.pages.includes('data-code="jodoo_state_mismatch"')).toBe(true);
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(0);
    expect(
      secrets.filter((secret) => text.includes(secret)),
      place,
    ).toEqual([]);
  }
  // What the server is asked never holds a ticket, and nobody but Jodoo a secret.
  const targets = world.proxy.seen.map(({ target }) => target).join('\n');
  expect([app.suiteSecret, ...tickets].filter((secret) => secret !== '' && targets.includes(secret))).toEqual([]);
});
