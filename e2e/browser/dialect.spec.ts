import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import { heardBy } from '../src/harness/reading.ts';
import { expect, test } from './test.ts';

const host = hostNames.dialect;

async function dialectHost(world: World, outer?: string): Promise<string> {
  const origins = [host, ...(outer === undefined ? [] : [outer])].map((name) => world.sites.origin(name));
  const customer = await world.partner.customer(origins);
  const claims = { origin: world.sites.origin(host) };
  const link = () => world.partner.link({ customer: customer.id, dialect: true, claims });
  return serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) });
}

test('the dialect: every message is marked, and has the members that such hosts parse', async ({ page, world }) => {
  await page.goto(await dialectHost(world));
  const frame = frameIn(page);
  await connectKey(frame, world.provider);
  await expect.poll(async () => (await heardBy(page)).map(({ type }) => type)).toContain('connectionStatusChange');

  const heard = await heardBy(page);
  const events = heard.filter(({ type }) => type !== 'hello' && type !== 'port');
  for (const { wk, v } of events) expect({ wk, v }).toEqual({ wk: true, v: 1 });
  const of = (type: string) => events.filter((message) => message.type === type).map(({ payload }) => payload);
  expect(of('loaded')).toEqual([{ url: '/embedded/connections' }]);
  expect(of('click').length).toBeGreaterThan(0);
  expect(of('navigated')[0]).toMatchObject({ url: '/embedded/providers/generic-api-key', replaced: false });
  // Whether `connecting` is told depends on how long the provider takes to answer.
  expect(of('connectionStatusChange').filter(({ status }) => status !== 'connecting')).toEqual([
    expect.objectContaining({ id: expect.stringMatching(/^con_/), provider: 'generic-api-key', connected: true }),
  ]);
  expect(of('heightChange')[0]).toEqual({ height: expect.any(Number) });

  await frame.locator('html').evaluate(() => location.reload());
  await expect.poll(async () => (await heardBy(page)).map(({ type }) => type)).toContain('unloaded');
});

test('the dialect: an error names its type and a message', async ({ page, world }) => {
  await page.goto(await dialectHost(world));
  const frame = frameIn(page);
  await frame.getByRole('link', { name: /Any API key/ }).click();
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await expect
    .poll(async () => (await heardBy(page)).find(({ type }) => type === 'error')?.payload)
    .toMatchObject({ type: 'fields_invalid', message: expect.stringContaining('API key') });
});

test('A78: the dialect: a navigation is obeyed from the parent alone, and stays on this server', async ({
  page,
  world,
}) => {
  const inner = await dialectHost(world, hostNames.outer);
  await page.goto(serveHostPage(world.sites, { host: hostNames.outer, body: iframeTag(inner) }));
  const parent = page.locator('iframe').contentFrame();
  const frame = parent.locator('iframe').contentFrame();
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  const tell = (url: string) => JSON.stringify({ type: 'navigation', payload: { url } });
  const go = (message: string) =>
    parent.locator('body').evaluate((_, text) => window[0]?.postMessage(text, '*'), message);

  // The outer page is an embedding origin too, yet it is not the parent.
  await page.evaluate((text) => window[0]?.[0]?.postMessage(text, '*'), tell('/embedded/providers/notion'));
  await go(tell('https://hostile.test/embedded/providers/notion'));
  await go(tell('//hostile.test/embedded/providers/notion'));
  await go(tell('javascript:alert(1)'));
  await go('{"type":"navigation"');
  await go(tell('/embedded/providers/jodoo'));
  await frame.getByRole('heading', { name: 'Connect Jodoo' }).waitFor();
  await go(tell(`${world.origin}/embedded/connections`));
  await frame.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
  const heard: readonly { readonly data: string }[] = await parent.locator('body').evaluate('messages');
  const urls = heard
    .map(({ data }) => JSON.parse(data) as { readonly type: string; readonly payload: { readonly url: string } })
    .filter(({ type }) => type === 'navigated')
    .map(({ payload }) => payload.url);
  expect(urls).toEqual(['/embedded/providers/jodoo', '/embedded/connections']);
});

test('the dialect: a refused link says so to whoever frames the page', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const claims = { origin: 'https://elsewhere.test' };
  const link = await world.partner.link({ customer: customer.id, dialect: true, claims });
  await page.goto(serveHostPage(world.sites, { host, body: iframeTag(link) }));
  await expect
    .poll(() => heardBy(page))
    .toEqual([
      expect.objectContaining({
        type: 'error',
        wk: true,
        payload: {
          code: 'origin_not_allowed',
          requestId: expect.stringMatching(/^req_/),
          type: 'origin_not_allowed',
          message: 'origin_not_allowed',
        },
      }),
    ]);
});
