import { endsTold, goOnAs, openLogin, press } from '../../src/harness/authorize.ts';
import { hostNames } from '../../src/harness/world.ts';
import { connectKey, frameIn } from '../../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../../src/harness/host-page.ts';
import { loginProvider } from '../../src/harness/login-site.ts';
import { eventsOf, heardBy } from '../../src/harness/reading.ts';
import { serveSdkPage } from '../../src/harness/sdk-page.ts';
import { expect, test } from '../test.ts';

const host = hostNames.partner;

test('Firefox: with the SDK one connects, and a reload is renewed', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  await connectKey(frameIn(page), world.provider);
  await expect
    .poll(async () => (await eventsOf(page)).filter(({ type }) => type === 'connectionStatusChange').at(-1)?.payload)
    .toMatchObject({ provider: 'generic-api-key', connected: true, status: 'connected' });
});

test('Firefox: without the SDK one connects, and the page hears of it', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = () => world.partner.link({ customer: customer.id });
  await page.goto(serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) }));
  await connectKey(frameIn(page), world.provider);
  await expect
    .poll(async () => (await heardBy(page)).map(({ type }) => type))
    .toEqual(expect.arrayContaining(['ready', 'navigated', 'connectionStatusChange', 'heightChange']));
});

test('Firefox: a provider is connected in a window of its own, also one that hides its window', async ({
  page,
  context,
  world,
}) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await expect(frame.getByRole('heading', { name: 'Go on in the other window' })).toBeVisible();
  await goOnAs(window, 'Ada');
  await expect(frame.getByText(`${loginProvider.name} is connected`).first()).toBeVisible();
  await expect.poll(() => context.pages().length).toBe(1);

  world.login.hide(true);
  await frame.getByRole('link', { name: 'Connect another account' }).click();
  await press(page, frame);
  await expect(frame.getByText(`${loginProvider.name} is connected`).first()).toBeVisible();
  world.login.hide(false);
  expect(await endsTold(page)).toEqual(['connecting', 'connected', 'connecting', 'connected']);
});
