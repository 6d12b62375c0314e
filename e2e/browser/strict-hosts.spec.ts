import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

function strictPolicy(world: World, frameSource: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${world.origin}`,
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    `frame-src ${frameSource}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

async function open(world: World, headers: Readonly<Record<string, string>>): Promise<string> {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  return serveSdkPage(world, [{ link: { customer: customer.id } }], { host, headers }).address;
}

test('a host with a strict Content-Security-Policy needs to allow Inlay as script and frame alone', async ({
  page,
  world,
}) => {
  await page.goto(await open(world, { 'content-security-policy': strictPolicy(world, world.origin) }));
  await connectKey(frameIn(page), world.provider);
  const height = await page.locator('iframe').evaluate((iframe: HTMLElement) => iframe.style.height);
  expect(height).toMatch(/^\d+px$/);
});

test('a host whose policy refuses the frame is told so at once', async ({ page, world, guard }) => {
  guard.expect(/frame-src/);
  await page.goto(await open(world, { 'content-security-policy': strictPolicy(world, "'self'") }));
  await expect
    .poll(async () => (await eventsOf(page)).map(({ type, payload }) => ({ type, payload })))
    .toEqual([
      {
        type: 'error',
        payload: {
          code: 'frame_unreachable',
          message: expect.stringContaining(`Add ${world.origin} to frame-src`),
          requestId: null,
          retryable: true,
        },
      },
    ]);
});

test('a host that requires CORP of all it embeds is isolated and has a working frame', async ({ page, world }) => {
  const headers = {
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  await page.goto(await open(world, headers));
  await connectKey(frameIn(page), world.provider);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a host with COEP credentialless has a working frame', async ({ page, world }) => {
  await page.goto(await open(world, { 'cross-origin-embedder-policy': 'credentialless' }));
  await connectKey(frameIn(page), world.provider);
});

test('a host with COOP same-origin has a working frame', async ({ page, world }) => {
  await page.goto(await open(world, { 'cross-origin-opener-policy': 'same-origin' }));
  await connectKey(frameIn(page), world.provider);
});

test('a host that sends no referrer has a working frame', async ({ page, world }) => {
  await page.goto(await open(world, { 'referrer-policy': 'no-referrer' }));
  await connectKey(frameIn(page), world.provider);
});
