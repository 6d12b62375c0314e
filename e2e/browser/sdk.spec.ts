import { hostNames } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { eventsOf, heardBy, messagesOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;
const connectionId = expect.stringMatching(/^con_[0-9a-z]+$/);

test('with the SDK: a person connects an account, ends it again, and the page hears of each step', async ({
  page,
  world,
}) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const sdk = serveSdkPage(world, [{ link: { customer: customer.id } }], { host });
  await page.goto(sdk.address);
  const frame = frameIn(page);
  await connectKey(frame, world.provider);
  await frame.getByRole('button', { name: 'Disconnect' }).click();
  await frame
    .getByRole('group', { name: 'Disconnect Any API key?' })
    .getByRole('button', { name: 'Disconnect' })
    .click();
  await frame.getByText('Not connected', { exact: true }).waitFor();

  // Whether `connecting` is told depends on how long the provider takes to answer.
  const told = (await eventsOf(page)).filter(
    ({ type, payload }) => type !== 'heightChange' && payload['status'] !== 'connecting',
  );
  const change = { id: connectionId, externalId: null, provider: 'generic-api-key' };
  expect(told.map(({ type, payload }) => ({ type, payload }))).toEqual([
    { type: 'ready', payload: { path: '/embedded/connections', locale: 'en' } },
    { type: 'navigated', payload: { path: '/embedded/providers/generic-api-key', replaced: false } },
    { type: 'connectionStatusChange', payload: { ...change, connected: true, status: 'connected' } },
    {
      type: 'navigated',
      payload: { path: expect.stringMatching(/^\/embedded\/connections\/con_/), replaced: true },
    },
    { type: 'connectionStatusChange', payload: { ...change, connected: false, status: 'disconnected' } },
  ]);
  expect(sdk.calls()).toBe(1);
});

test('A77: every event is wrapped as documented, comes from Inlay, and holds no secret', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const sdk = serveSdkPage(world, [{ link: { customer: customer.id } }], { host });
  await page.goto(sdk.address);
  await connectKey(frameIn(page), world.provider, 'good-canary-key');

  const messages = await messagesOf(page);
  expect(new Set(messages.map(({ origin }) => origin))).toEqual(new Set([world.origin]));
  expect(JSON.stringify(messages)).not.toMatch(/canary|eyJ/);
  const heard = await heardBy(page);
  const events = heard.filter(({ type }) => type !== 'hello' && type !== 'port');
  expect(events.map(({ v }) => v)).toEqual(events.map(() => 1));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const afterReady = events.slice(events.findIndex(({ type }) => type === 'ready'));
  expect(afterReady.length).toBeGreaterThan(3);
  for (const { session, wk } of afterReady) {
    expect(session).toMatch(/^ses_[0-9a-z]+$/);
    expect(wk).toBeUndefined();
  }
});

test('A79: the handshake is answered once, and its port comes to the page that answered', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  await expect.poll(async () => (await heardBy(page)).map(({ type }) => type)).toContain('ready');
  const heard = await heardBy(page);
  const hello = heard.find(({ type }) => type === 'hello');
  expect(hello?.payload).toEqual({ version: 1, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const ports = (await messagesOf(page)).filter(({ ports }) => ports > 0);
  expect(ports).toHaveLength(1);
  expect(heard.find(({ type }) => type === 'port')?.payload).toEqual({ id: hello?.payload['id'] });
});

test('the SDK navigates, changes theme and language, and takes everything away in the end', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  const frame = frameIn(page);
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  await page.evaluate('frames_[0].navigate("/embedded/providers/jodoo")');
  await frame.getByRole('heading', { name: 'Connect Jodoo' }).waitFor();
  await page.evaluate('frames_[0].update({ locale: "de", theme: "dark" })');
  await frame.getByRole('heading', { name: 'Jodoo verbinden' }).waitFor();
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('iframe')).toHaveCSS('color-scheme', 'dark');
  await page.evaluate('frames_[0].destroy()');
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.locator('#target-0')).toBeEmpty();
});

test('<inlay-frame> is the same frame as an element', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const { address } = serveSdkPage(world, [{ link: { customer: customer.id } }], {
    host,
    after: `
      const element = document.createElement('inlay-frame');
      element.setAttribute('path', '/embedded/providers/jodoo');
      element.setAttribute('title', 'Accounts');
      for (const type of ['ready', 'navigated']) {
        element.addEventListener(type, ({ detail }) => events.push({ type, payload: detail, frame: 1 }));
      }
      element.getLink = frames_[0].getLink;
      frames_[0].destroy();
      document.body.append(element);
    `,
  });
  await page.goto(address);
  const iframe = page.locator('inlay-frame iframe');
  await expect(iframe).toHaveAttribute('title', 'Accounts');
  await iframe.contentFrame().getByRole('heading', { name: 'Connect Jodoo' }).waitFor();
  await page.evaluate(`document.querySelector('inlay-frame').setAttribute('path', '/embedded/connections')`);
  await expect
    .poll(() => eventsOf(page))
    .toEqual([
      { type: 'ready', payload: { path: '/embedded/providers/jodoo', locale: 'en' }, frame: 1 },
      { type: 'navigated', payload: { path: '/embedded/connections', replaced: false }, frame: 1 },
    ]);
  await page.evaluate(`document.querySelector('inlay-frame').remove()`);
  await expect(page.locator('iframe')).toHaveCount(0);
});
