import type { Page } from '@playwright/test';
import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { connectKey, fillKey, frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import { eventsOf, heardBy, sessionOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import type { SdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

async function openSdkPage(page: Page, world: World): Promise<SdkPage> {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const sdk = serveSdkPage(world, [{ link: { customer: customer.id } }], { host });
  await page.goto(sdk.address);
  return sdk;
}

const typesIn = async (page: Page, type: string) => (await eventsOf(page)).filter((event) => event.type === type);

test('with the SDK: a reload of the frame brings the page back by a fresh link', async ({ page, world }) => {
  const sdk = await openSdkPage(page, world);
  const frame = frameIn(page);
  await connectKey(frame, world.provider);
  await frame.locator('html').evaluate(() => location.reload());
  await expect.poll(async () => (await typesIn(page, 'ready')).length).toBe(2);
  expect(sdk.calls()).toBe(2);
  expect((await typesIn(page, 'error')).map(({ payload }) => payload)).toEqual([
    { code: 'session_missing', requestId: expect.stringMatching(/^req_/), retryable: true },
  ]);
  // The person is where they were.
  await frame.getByRole('heading', { name: 'Any API key' }).waitFor();
});

test('with the SDK: a frame that is moved within the page comes back by a fresh link', async ({ page, world }) => {
  const sdk = await openSdkPage(page, world);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  // Moving an iframe loads it anew, from nothing.
  await page.evaluate(`document.body.prepend(document.querySelector('iframe'))`);
  await expect.poll(async () => (await typesIn(page, 'ready')).length).toBe(2);
  expect(sdk.calls()).toBe(2);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
});

test('A47: with the SDK: a session that is revoked is renewed, and what was typed stays', async ({ page, world }) => {
  const sdk = await openSdkPage(page, world);
  const frame = frameIn(page);
  await fillKey(frame, world.provider, 'good-key');
  const session = await sessionOf(page);
  await world.partner.api('DELETE', `/sessions/${session}`);
  await expect
    .poll(async () => (await typesIn(page, 'sessionEnded')).map(({ payload }) => payload), { timeout: 10_000 })
    .toEqual([{ reason: 'revoked' }]);
  await expect.poll(() => sdk.calls()).toBe(2);
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
  expect(await sessionOf(page)).not.toBe(session);
});

test('A47: without the SDK: a session that is revoked ends, the page says so and tells the host', async ({
  page,
  world,
}) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = () => world.partner.link({ customer: customer.id });
  await page.goto(serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) }));
  const frame = frameIn(page);
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  await world.partner.api('DELETE', `/sessions/${await sessionOf(page)}`);
  await frame.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await expect
    .poll(async () => (await heardBy(page)).find(({ type }) => type === 'sessionEnded')?.payload)
    .toEqual({ reason: 'revoked' });
});

test('with the SDK: links that cannot be had are asked for again, later each time', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const sdk = serveSdkPage(world, [{ link: { customer: customer.id } }], { host });
  sdk.failNext(2);
  const startedAt = Date.now();
  await page.goto(sdk.address);
  await expect.poll(async () => (await typesIn(page, 'ready')).length, { timeout: 15_000 }).toBe(1);
  expect(sdk.calls()).toBe(3);
  // Half a second at least after the first failure, one second after the second.
  expect(Date.now() - startedAt).toBeGreaterThan(1_500);
  expect((await typesIn(page, 'error')).map(({ payload }) => payload['code'])).toEqual([
    'link_unavailable',
    'link_unavailable',
  ]);
});

test('with the SDK: a link that stays refused is not asked for without end', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = { customer: customer.id, claims: { origin: 'https://elsewhere.test' } };
  const sdk = serveSdkPage(world, [{ link }], { host });
  await page.goto(sdk.address);
  await expect
    .poll(async () => (await typesIn(page, 'error')).map(({ payload }) => payload['code']))
    .toEqual(['origin_not_allowed']);
  expect(sdk.calls()).toBe(1);
  await expect(frameIn(page).getByText('origin_not_allowed', { exact: true })).toBeVisible();
});

test('offline: the frame says so, keeps what was typed, and goes on when the network is back', async ({
  page,
  context,
  world,
}) => {
  await openSdkPage(page, world);
  const frame = frameIn(page);
  await fillKey(frame, world.provider, 'good-key');
  await context.setOffline(true);
  world.proxy.cut();
  await frame.getByText('You are offline').first().waitFor();
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await frame.getByRole('alert').waitFor();
  await expect(frame.getByLabel('API key', { exact: true })).toHaveValue('good-key');
  await context.setOffline(false);
  await expect(frame.getByText('What you typed is kept')).toHaveCount(0);
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
});

test('a stream that breaks is resumed: what happened meanwhile is told', async ({ page, context, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = { customer: customer.id };
  await page.goto(serveSdkPage(world, [{ link }], { host }).address);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  const other = await context.newPage();
  await other.goto(serveSdkPage(world, [{ link }], { host }).address);
  await frameIn(other).getByRole('heading', { name: 'Connections' }).waitFor();
  world.proxy.cut();
  await connectKey(frameIn(other), world.provider);
  await expect
    .poll(async () => (await typesIn(page, 'connectionStatusChange')).at(-1)?.payload, { timeout: 10_000 })
    .toMatchObject({ provider: 'generic-api-key', status: 'connected', connected: true });
  await frameIn(page).getByRole('heading', { name: 'Your connections' }).waitFor();
});
