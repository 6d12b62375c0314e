import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import { heardBy, messagesOf } from '../src/harness/reading.ts';
import type { Received } from '../src/harness/reading.ts';
import { expect, test } from './test.ts';

const partner = hostNames.partner;
const refused = /frame-ancestors|refused to (?:frame|connect)|Framing/i;

/** Puts the link into an allowed page, to see whether it is still good. */
async function admits(world: World, link: string): Promise<string> {
  return serveHostPage(world.sites, { host: partner, body: iframeTag(link) });
}

/** How often the server was asked to redeem. */
function redemptions(world: World): number {
  return world.proxy.seen.filter(({ target }) => target === '/direct_link/redeem').length;
}

test('A36: a page that is not on the list cannot frame Inlay, hears nothing and spends nothing', async ({
  page,
  world,
  guard,
}) => {
  guard.expect(refused);
  const customer = await world.partner.customer([world.sites.origin(partner)]);
  const link = await world.partner.link({ customer: customer.id });
  await page.goto(serveHostPage(world.sites, { host: hostNames.hostile, body: iframeTag(link) }));
  await expect
    .poll(() => world.proxy.seen.some(({ target, status }) => target.includes('token=') && status))
    .toBe(true);
  await page.waitForLoadState('networkidle');
  await expect(frameIn(page).getByRole('heading', { name: 'Connections' })).toHaveCount(0);
  expect(await messagesOf(page)).toEqual([]);
  expect(redemptions(world)).toBe(0);

  await page.goto(await admits(world, link));
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  expect(redemptions(world)).toBe(1);
});

for (const [point, name, attributes] of [
  ['A40', 'a sandboxed page has no origin and cannot frame Inlay', 'sandbox="allow-scripts"'],
  [
    'A40',
    'a sandbox that keeps the origin but lies within a hostile page cannot either',
    'sandbox="allow-scripts allow-same-origin"',
  ],
] as const) {
  test(`${point}: ${name}`, async ({ page, world, guard }) => {
    guard.expect(refused);
    const customer = await world.partner.customer([world.sites.origin(partner)]);
    const link = await world.partner.link({ customer: customer.id });
    const inner = await admits(world, link);
    await page.goto(serveHostPage(world.sites, { host: hostNames.hostile, body: iframeTag(inner, attributes) }));
    await expect
      .poll(() => world.proxy.seen.some(({ target, status }) => target.includes('token=') && status))
      .toBe(true);
    await page.waitForLoadState('networkidle');
    const innermost = page.locator('iframe').contentFrame().locator('iframe').contentFrame();
    await expect(innermost.getByRole('heading', { name: 'Connections' })).toHaveCount(0);
    expect(redemptions(world)).toBe(0);
    await page.goto(inner);
    await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  });
}

test('A40: a parent that is a data: document cannot frame Inlay', async ({ page, world, guard }) => {
  guard.expect(refused);
  const customer = await world.partner.customer([world.sites.origin(partner)]);
  const link = await world.partner.link({ customer: customer.id });
  const script = `
    const html = ${JSON.stringify(iframeTag(link))};
    const frame = document.createElement('iframe');
    frame.src = 'data:text/html,' + encodeURIComponent(html);
    document.body.append(frame);
  `;
  await page.goto(serveHostPage(world.sites, { host: partner, script }));
  await expect
    .poll(() => world.proxy.seen.some(({ target, status }) => target.includes('token=') && status))
    .toBe(true);
  await page.waitForLoadState('networkidle');
  expect(redemptions(world)).toBe(0);
  expect(await messagesOf(page)).toEqual([]);
});

test('A39: an allowed page within a hostile one cannot frame Inlay', async ({ page, world, guard }) => {
  guard.expect(refused);
  const customer = await world.partner.customer([world.sites.origin(partner)]);
  const link = await world.partner.link({ customer: customer.id });
  const inner = await admits(world, link);
  await page.goto(serveHostPage(world.sites, { host: hostNames.hostile, body: iframeTag(inner) }));
  await expect
    .poll(() => world.proxy.seen.some(({ target, status }) => target.includes('token=') && status))
    .toBe(true);
  await page.waitForLoadState('networkidle');
  const innermost = page.locator('iframe').contentFrame().locator('iframe').contentFrame();
  await expect(innermost.getByRole('heading', { name: 'Connections' })).toHaveCount(0);
  expect(redemptions(world)).toBe(0);
  await page.goto(inner);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
});

test('A39: pages that are all on the list may lie within each other', async ({ page, world }) => {
  const [inside, outside] = [world.sites.origin(partner), world.sites.origin(hostNames.outer)];
  const customer = await world.partner.customer([inside, outside]);
  const link = await world.partner.link({ customer: customer.id, claims: { origin: inside } });
  const inner = await admits(world, link);
  await page.goto(serveHostPage(world.sites, { host: hostNames.outer, body: iframeTag(inner) }));
  const innermost = page.locator('iframe').contentFrame().locator('iframe').contentFrame();
  await innermost.getByRole('heading', { name: 'Connections' }).waitFor();
});

test('A78: messages of other windows, of other shapes and without a port change nothing', async ({ page, world }) => {
  const [inside, outside] = [world.sites.origin(partner), world.sites.origin(hostNames.outer)];
  const customer = await world.partner.customer([inside, outside]);
  const link = await world.partner.link({ customer: customer.id, claims: { origin: inside } });
  await page.goto(serveHostPage(world.sites, { host: hostNames.outer, body: iframeTag(await admits(world, link)) }));
  const parent = page.locator('iframe').contentFrame();
  const frame = parent.locator('iframe').contentFrame();
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  // Its height may still settle, and an unanswered hello is said again by itself: those are no answers.
  const answers = () =>
    parent
      .locator('body')
      .evaluate(() =>
        (Reflect.get(window, 'messages') as readonly Received[])
          .map(({ data }) => String(data))
          .filter((data) => !/"type":"(?:heightChange|hello)"/.test(data)),
      );
  const before = await answers();
  const messages = [
    '{"type":"hello","payload":{"version":1,"id":"00000000-0000-0000-0000-000000000000"},"v":1}',
    '{"type":"navigate","payload":{"path":"/embedded/providers/jodoo"},"v":1}',
    '{"type":"navigation","payload":{"url":"/embedded/providers/jodoo"}}',
    '{"type":"renew","payload":{"link":"https://hostile.test/direct_link?token=x"},"v":1}',
    '{"type":"close","payload":{},"v":1}',
    '{"type":"__proto__","payload":{"__proto__":{"path":"x"}},"v":1}',
    '{"type":"hello","payload":null,"v":1}',
    '[]',
    'null',
    '{',
    'x'.repeat(100_000),
  ];
  // From a window that is not the parent, though its origin is on the list.
  await page.evaluate((texts) => {
    for (const text of texts) window[0]?.[0]?.postMessage(text, '*');
    for (const value of [null, 1, {}, new Map()]) window[0]?.[0]?.postMessage(value, '*');
  }, messages);
  // From the parent: commands travel by the port alone.
  await parent.locator('body').evaluate((_, texts) => {
    for (const text of texts) window[0]?.postMessage(text, '*');
    for (const value of [null, 1, {}, new Map()]) window[0]?.postMessage(value, '*');
  }, messages.slice(1));
  await frame.locator('html').evaluate(() => new Promise(requestAnimationFrame));
  await expect(frame.getByRole('heading', { name: 'Connections' })).toBeVisible();
  expect(await answers()).toEqual(before);
  expect(await messagesOf(page)).toEqual([]);
});

test('A77: before admission nothing goes to * but hello and the refusal, and those hold no secret', async ({
  page,
  world,
}) => {
  const customer = await world.partner.customer([world.sites.origin(partner)]);
  const claims = { origin: 'https://hostile.test' };
  const link = await world.partner.link({ customer: customer.id, claims });
  await page.goto(serveHostPage(world.sites, { host: hostNames.hostile, body: iframeTag(link) }));
  const frame = frameIn(page);
  await expect(frame.getByText('origin_not_allowed', { exact: true })).toBeVisible();
  await expect(frame.getByText(/^req_/)).toBeVisible();
  await expect
    .poll(() => heardBy(page))
    .toEqual([
      {
        type: 'error',
        payload: { code: 'origin_not_allowed', requestId: expect.stringMatching(/^req_/) },
        v: 1,
        session: null,
        seq: 1,
      },
    ]);
  await expect(frame.getByRole('button')).toHaveCount(0);
  await expect(frame.getByRole('link')).toHaveCount(0);
  expect(await frame.locator('body').innerText()).not.toContain('eyJ');
});

test('A80: names that others chose are shown as text', async ({ page, world }) => {
  const name = '<img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}${7*7}';
  const customer = await world.partner.customer([world.sites.origin(partner)], name);
  const link = await world.partner.link({ customer: customer.id, theme: 'light' });
  page.on('dialog', () => expect(name).toBe('never run'));
  await page.goto(serveHostPage(world.sites, { host: partner, body: iframeTag(link) }));
  await frameIn(page).getByText(name).waitFor();
  await expect(frameIn(page).locator('img, inlay-app script')).toHaveCount(0);
});
