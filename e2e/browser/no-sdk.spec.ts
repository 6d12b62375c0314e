import { hostNames } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import { heardBy, messagesOf } from '../src/harness/reading.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

test('without the SDK: a page that listens to its window gets each event with its documented payload', async ({
  page,
  world,
}) => {
  const origin = world.sites.origin(host);
  const customer = await world.partner.customer([origin, world.sites.origin(hostNames.otherPartner)]);
  const link = () => world.partner.link({ customer: customer.id, claims: { origin } });
  await page.goto(serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) }));
  const frame = frameIn(page);
  await connectKey(frame, world.provider);
  await frame.getByRole('button', { name: 'Done' }).click();
  await frame.getByRole('heading', { name: 'Your connections' }).waitFor();
  // `hello` is said again until somebody answers.
  const last = async () => (await heardBy(page)).findLast(({ type }) => type !== 'hello')?.type;
  await expect.poll(last).toBe('heightChange');

  const heard = await heardBy(page);
  const of = (type: string) => heard.filter((message) => message.type === type).map(({ payload }) => payload);
  const connection = expect.stringMatching(/^con_[0-9a-z]+$/);
  expect(of('ready')).toEqual([{ path: '/embedded/connections', locale: 'en' }]);
  // Whether `connecting` is told depends on how long the provider takes to answer.
  expect(of('connectionStatusChange').filter(({ status }) => status !== 'connecting')).toEqual([
    { id: connection, externalId: null, provider: 'generic-api-key', connected: true, status: 'connected' },
  ]);
  expect(of('navigated')).toEqual([
    { path: '/embedded/providers/generic-api-key', replaced: false },
    { path: expect.stringMatching(/^\/embedded\/connections\/con_/), replaced: true },
    { path: '/embedded/connections', replaced: true },
  ]);
  expect(of('close')).toEqual([{}]);
  expect(of('heightChange').length).toBeGreaterThan(2);
  for (const payload of of('heightChange')) expect(payload).toEqual({ height: expect.any(Number) });
  for (const { origin } of await messagesOf(page)) expect(origin).toBe(world.origin);
});

test('without the SDK: an error that the person sees is told, with its code and reference', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = () => world.partner.link({ customer: customer.id, path: '/embedded/providers/generic-api-key' });
  await page.goto(serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) }));
  const frame = frameIn(page);
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await expect(frame.locator('[aria-invalid="true"]')).toHaveCount(2);
  await frame.getByLabel('Address to check the key at').fill(world.provider.address);
  await frame.getByLabel('API key', { exact: true }).fill('bad-key');
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await expect(frame.getByRole('alert')).toContainText('credentials_invalid');
  await expect
    .poll(async () => (await heardBy(page)).filter(({ type }) => type === 'error').map(({ payload }) => payload))
    .toEqual([
      { code: 'fields_invalid', message: expect.any(String), requestId: null, retryable: false },
      {
        code: 'credentials_invalid',
        message: expect.any(String),
        requestId: expect.stringMatching(/^req_/),
        retryable: expect.any(Boolean),
      },
    ]);
});

test('a page at another origin of the customer hears nothing that is not addressed to it', async ({ page, world }) => {
  const origin = world.sites.origin(host);
  const other = world.sites.origin(hostNames.otherPartner);
  const customer = await world.partner.customer([origin, other]);
  const link = () => world.partner.link({ customer: customer.id, claims: { origin } });
  const inner = serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) });
  await page.goto(serveHostPage(world.sites, { host: hostNames.otherPartner, body: iframeTag(inner) }));
  const parent = page.locator('iframe').contentFrame();
  await parent.locator('iframe').contentFrame().getByRole('heading', { name: 'Connections' }).waitFor();
  const parentFrame = page.frames().find((frame) => frame.url() === inner);
  await expect.poll(async () => JSON.stringify(await parentFrame?.evaluate('messages'))).toContain('ready');
  expect(await messagesOf(page)).toEqual([]);
});

test('without the SDK: a reload shows how to go on, and tells the page why', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = () => world.partner.link({ customer: customer.id });
  await page.goto(serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) }));
  const frame = frameIn(page);
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  await frame.locator('html').evaluate(() => location.reload());
  await expect(frame.getByText('session_missing', { exact: true })).toBeVisible();
  await expect
    .poll(async () => (await heardBy(page)).filter(({ type }) => type === 'error').map(({ payload }) => payload))
    .toEqual([{ code: 'session_missing', requestId: expect.stringMatching(/^req_/) }]);
});
