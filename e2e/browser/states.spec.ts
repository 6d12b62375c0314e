import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { states } from '../src/states.ts';
import { expect, test } from './test.ts';

const folder = 'artifacts/screenshots';

/**
 * What axe finds in the page and the frame, as one line each. Our pages have no background of their own, and axe does
 * not look through them: they are lent the host's, or the browser's, for as long.
 */
async function findings(page: Page): Promise<readonly string[]> {
  const inner = page.frames().at(-1) ?? page.mainFrame();
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const isFramed = inner !== page.mainFrame();
  const paint = (colour: string) =>
    inner.evaluate((value) => document.documentElement.style.setProperty('background-color', value), colour);
  await paint(isFramed ? background : 'Canvas');
  const { violations } = await new AxeBuilder({ page }).analyze();
  await paint('');
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
}

/** How far the innermost frame can be scrolled sideways, in pixels. */
async function sidewaysScroll(page: Page): Promise<number> {
  const inner = page.frames().at(-1) ?? page.mainFrame();
  return inner.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Waits until the page's height has stood still for a while, and answers what the page covers. */
async function settledArea(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return page.evaluate(async () => {
    const { width } = document.documentElement.getBoundingClientRect();
    let height = 0;
    for (let still = 0; still < 10; await new Promise(requestAnimationFrame)) {
      const next = Math.ceil(document.body.getBoundingClientRect().bottom);
      still = next === height ? still + 1 : 0;
      height = next;
    }
    return { x: 0, y: 0, width, height: Math.max(height, 160) };
  });
}

for (const state of states) {
  const { name } = state;
  test(`state “${name}”: nothing is found by axe, and nothing scrolls sideways at 280 px`, async ({
    page,
    context,
    world,
  }) => {
    await page.setViewportSize({ width: 720, height: 480 });
    await state.open({ page, context, world });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, width] of [
        ['wide', 720],
        ['narrow', 312],
      ] as const) {
        await page.setViewportSize({ width, height: 1_600 });
        await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${size}.png`, clip: await settledArea(page) });
      }
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await findings(page)).toEqual([]);
    }
  });
}
