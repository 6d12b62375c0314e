import { chromium } from '@playwright/test';
import { chromiumOptions } from './harness/chromium.ts';
import { startWorld } from './harness/world.ts';
import { measureReady } from './measure-ready.ts';

/** Milliseconds from opening a link to `ready`, median of 20, in a server and a browser started for it. */
export async function measureReadyAlone(): Promise<number> {
  const world = await startWorld();
  const browser = await chromium.launch(chromiumOptions());
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    return (await measureReady(world, page)).median;
  } finally {
    await browser.close();
    await world.close();
  }
}
