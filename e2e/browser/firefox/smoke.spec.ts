import { hostNames } from '../../src/harness/world.ts';
import { connectKey, frameIn } from '../../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../../src/harness/host-page.ts';
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
