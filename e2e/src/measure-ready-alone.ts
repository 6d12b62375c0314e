import { chromium } from '@playwright/test';
import { chromiumOptions } from './harness/chromium.ts';
import { startWorld } from './harness/world.ts';
import { measureJodoo } from './measure-jodoo.ts';
import { measureReady } from './measure-ready.ts';

/** Medians of 20, in milliseconds, in a server and a browser started for them. */
export interface ReadyAlone {
  /** From opening a link to `ready`. */
  readonly ready: number;
  /** From Enter App to `ready`, of the server's own. */
  readonly jodoo: number;
}

/** Takes the browser's measures. */
export async function measureReadyAlone(): Promise<ReadyAlone> {
  const world = await startWorld();
  const browser = await chromium.launch(chromiumOptions());
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const ready = (await measureReady(world, page)).median;
    return { ready, jodoo: (await measureJodoo(world, page)).median };
  } finally {
    await browser.close();
    await world.close();
  }
}
