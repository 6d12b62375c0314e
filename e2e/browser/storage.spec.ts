import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { allCookies, noCookies, withProfile } from '../src/harness/profile.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { hostNames } from '../src/harness/world.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

/** What a document may keep; runs in the browser. */
function keeping(): string {
  document.cookie = 'kept=1; Secure; SameSite=None; Partitioned';
  try {
    return `storage ${localStorage.length}, cookies "${document.cookie}"`;
  } catch (error) {
    return `${(error as Error).name}, cookies "${document.cookie}"`;
  }
}

test('A43: with every cookie and all storage refused, one connects, reloads and goes on', async ({ world, guard }) => {
  await withProfile(noCookies, async (context) => {
    guard.watch(context);
    const page = await context.newPage();
    const customer = await world.partner.customer([world.sites.origin(host)]);
    await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
    const frame = frameIn(page);
    await connectKey(frame, world.provider);
    expect(await frame.locator('html').evaluate(keeping)).toBe('SecurityError, cookies ""');
    expect(await page.evaluate(keeping)).toBe('SecurityError, cookies ""');
    await frame.locator('html').evaluate(() => location.reload());
    await expect.poll(async () => (await eventsOf(page)).filter(({ type }) => type === 'ready').length).toBe(2);
    await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
  });
});

test('A43: with third-party cookies allowed, none is set and all works the same', async ({ world, guard }) => {
  await withProfile(allCookies, async (context) => {
    guard.watch(context);
    const page = await context.newPage();
    const customer = await world.partner.customer([world.sites.origin(host)]);
    await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
    await connectKey(frameIn(page), world.provider);
    expect((await context.cookies()).filter(({ domain }) => domain.includes(hostNames.inlay))).toEqual([]);
  });
});

test('A43: with third-party cookies blocked, the frame keeps nothing in storage', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  await connectKey(frameIn(page), world.provider);
  const kept = await frameIn(page)
    .locator('html')
    .evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      cookie: document.cookie,
    }));
  expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookie: '' });
});
