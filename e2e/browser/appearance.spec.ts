import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import type { LinkOptions } from '../src/harness/partner.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

async function plainPage(world: World, options: Omit<LinkOptions, 'customer'>): Promise<string> {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const link = () => world.partner.link({ ...options, customer: customer.id });
  return serveHostPage(world.sites, { host, body: async () => iframeTag(await link()) });
}

/** Lightness of the text and whether the page has a colour of its own; runs in the frame. */
function colours(): { readonly text: 'light' | 'dark'; readonly background: string } {
  const context = document.createElement('canvas').getContext('2d');
  const heading = document.querySelector('h1');
  if (context === null || heading === null) throw new Error('nothing to look at');
  context.fillStyle = getComputedStyle(heading).color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const background = getComputedStyle(document.body).backgroundColor;
  return { text: red + green + blue > 384 ? 'light' : 'dark', background };
}

for (const { theme, system, text } of [
  { theme: 'auto', system: 'light', text: 'dark' },
  { theme: 'auto', system: 'dark', text: 'light' },
  { theme: 'light', system: 'dark', text: 'dark' },
  { theme: 'dark', system: 'light', text: 'light' },
] as const) {
  test(`theme ${theme} on a ${system} system has ${text} text, and no background that could flash`, async ({
    page,
    world,
  }) => {
    await page.emulateMedia({ colorScheme: system });
    await page.goto(await plainPage(world, { theme }));
    await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
    expect(await frameIn(page).locator('html').evaluate(colours)).toEqual({ text, background: 'rgba(0, 0, 0, 0)' });
  });
}

test('Arabic runs from right to left', async ({ page, world }) => {
  await page.setViewportSize({ width: 800, height: 700 });
  await page.goto(await plainPage(world, { locale: 'ar' }));
  const frame = frameIn(page);
  await frame.getByRole('searchbox').waitFor();
  await expect(frame.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(frame.locator('html')).toHaveAttribute('lang', 'ar');
  const first = frame.getByRole('listitem').first();
  const [mark, title] = await Promise.all([
    first.locator('inlay-mark').boundingBox(),
    first.locator('.row-title').boundingBox(),
  ]);
  expect(mark?.x).toBeGreaterThan(title?.x ?? Infinity);
  expect(await frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
});

for (const [locale, heading] of [
  ['de', 'Verbindungen'],
  ['zh', '连接'],
] as const) {
  test(`the frame speaks ${locale} where the link says so, and tells its host`, async ({ page, world }) => {
    const customer = await world.partner.customer([world.sites.origin(host)]);
    await page.goto(serveSdkPage(world, [{ link: { customer: customer.id, locale } }], { host }).address);
    await frameIn(page).getByRole('heading', { name: heading, exact: true }).waitFor();
    await expect
      .poll(async () => (await eventsOf(page)).find(({ type }) => type === 'ready')?.payload)
      .toEqual({ path: '/embedded/connections', locale });
  });
}

test('the frame is ready when its language is there, and not before', async ({ page, world }) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/de[-.][^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const listed = ['connections', 'providers'].map((name) =>
    page.waitForResponse((answer) => answer.url().endsWith(`/embed/v1/${name}`)).then((answer) => answer.finished()),
  );
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id, locale: 'de' } }], { host }).address);
  await Promise.all(listed);
  // All is there but the words: what would be told now is told within the next turns.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  expect((await eventsOf(page)).map(({ type }) => type)).not.toContain('ready');
  release();
  await expect
    .poll(async () => (await eventsOf(page)).find(({ type }) => type === 'ready')?.payload)
    .toEqual({ path: '/embedded/connections', locale: 'de' });
});

test('at 400 % zoom of a small window nothing is cut off', async ({ page, world }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(await plainPage(world, { path: '/embedded/providers/generic-api-key' }));
  const frame = frameIn(page);
  await frame.getByRole('button', { name: 'Connect Any API key' }).waitFor();
  expect(await frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0);
});

test('motion stops for whoever asks for less of it', async ({ page, world }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(await plainPage(world, {}));
  const frame = frameIn(page);
  await frame.getByRole('heading', { name: 'Connections' }).waitFor();
  const running = await frame.locator('html').evaluate(
    () =>
      document.getAnimations().filter(({ playState, effect }) => {
        const duration = effect?.getComputedTiming().duration;
        return playState === 'running' && typeof duration === 'number' && duration > 1;
      }).length,
  );
  expect(running).toBe(0);
});
