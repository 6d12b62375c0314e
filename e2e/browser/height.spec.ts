import type { Page } from '@playwright/test';
import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { frameIn, row } from '../src/harness/frame-actions.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

async function open(page: Page, world: World): Promise<void> {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
}

const heights = async (page: Page) =>
  (await eventsOf(page)).filter(({ type }) => type === 'heightChange').map(({ payload }) => Number(payload['height']));

/** Waits until the page has painted `frames` times without another height; answers the last height. */
async function settled(page: Page, frames = 40): Promise<number> {
  await page.evaluate(async (count) => {
    const told = () => (Reflect.get(window, 'events') as readonly { readonly type: string }[]).length;
    for (let still = 0, last = told(); still < count; still += 1) {
      await new Promise(requestAnimationFrame);
      if (told() !== last) still = 0;
      last = told();
    }
  }, frames);
  return (await heights(page)).at(-1) ?? 0;
}

/** How much of the frame's content is hidden below its edge, and how much of the frame is empty. */
async function misfit(page: Page): Promise<{ readonly hidden: number; readonly empty: number }> {
  return frameIn(page)
    .locator('html')
    .evaluate((html) => {
      const content = document.querySelector('inlay-app')?.getBoundingClientRect().bottom ?? 0;
      return { hidden: html.scrollHeight - html.clientHeight, empty: Math.floor(innerHeight - content) };
    });
}

test('the frame is as high as its content, and follows it both ways', async ({ page, world }) => {
  await open(page, world);
  const list = await settled(page);
  await expect(page.locator('iframe')).toHaveCSS('height', `${list}px`);
  expect(await misfit(page)).toEqual({ hidden: 0, empty: 0 });

  await frameIn(page).getByRole('searchbox').fill('nothing is called like this');
  const searched = await settled(page);
  expect(searched).toBeLessThan(list);
  expect(await misfit(page)).toEqual({ hidden: 0, empty: 0 });

  await frameIn(page).getByRole('searchbox').fill('');
  expect(await settled(page)).toBe(list);
  await row(frameIn(page), 'Jodoo').click();
  expect(await settled(page)).toBeLessThan(list);
  expect(await misfit(page)).toEqual({ hidden: 0, empty: 0 });
});

test('the frame follows a host that becomes narrower', async ({ page, world }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await open(page, world);
  const wide = await settled(page);
  await page.setViewportSize({ width: 300, height: 700 });
  const narrow = await settled(page);
  expect(narrow).toBeGreaterThan(wide);
  expect(await misfit(page)).toEqual({ hidden: 0, empty: 0 });
  await page.setViewportSize({ width: 900, height: 700 });
  expect(await settled(page)).toBe(wide);
});

test('content that takes its height from the frame ends no loop: it is told a few times, then no more', async ({
  page,
  world,
}) => {
  await open(page, world);
  await settled(page);
  const before = (await heights(page)).length;
  await frameIn(page)
    .locator('inlay-app')
    .evaluate((app) => {
      const tall = document.createElement('div');
      tall.style.height = '100vh';
      app.append(tall);
    });
  await settled(page, 60);
  const told = (await heights(page)).slice(before);
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThan(20);
  expect(Math.max(...told)).toBeLessThan(50_000);
});

test('nothing is told while nothing moves', async ({ page, world }) => {
  await open(page, world);
  await settled(page);
  const before = (await heights(page)).length;
  await frameIn(page).getByRole('searchbox').focus();
  await settled(page, 60);
  expect((await heights(page)).length).toBe(before);
});

test.describe('on a screen of 1.25 pixels a pixel', () => {
  test.use({ deviceScaleFactor: 1.25, viewport: { width: 777, height: 601 } });

  test('the frame fits its content and settles', async ({ page, world }) => {
    await open(page, world);
    await settled(page);
    expect(await misfit(page)).toEqual({ hidden: 0, empty: 0 });
    expect((await heights(page)).length).toBeLessThan(5);
  });

  test('the frame fits its content in a host that is zoomed', async ({ page, world }) => {
    const customer = await world.partner.customer([world.sites.origin(host)]);
    const style = 'body { zoom: 1.1 }';
    await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host, style }).address);
    await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
    await settled(page);
    expect((await misfit(page)).hidden).toBe(0);
    expect((await heights(page)).length).toBeLessThan(6);
  });
});

test('a fixed height stays fixed, and the frame scrolls', async ({ page, world }) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const frames = [{ link: { customer: customer.id }, options: { height: 240 } }];
  await page.goto(serveSdkPage(world, frames, { host }).address);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  await settled(page);
  await expect(page.locator('iframe')).toHaveCSS('height', '240px');
  const last = frameIn(page).getByRole('listitem').last();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
});
