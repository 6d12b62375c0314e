import type { Page } from '@playwright/test';
import { setUpJodoo, signInToJodoo, signedInAs } from './harness/jodoo.ts';
import type { World } from './harness/world.ts';

/** What Inlay does of its own from Enter App until the frame can be used, in milliseconds of the server. */
export interface JodooTimes {
  readonly median: number;
  /** Of each round, shortest first. */
  readonly times: readonly number[];
}

/** Routes that the frame needs before it is ready, beside the steps of the sign-in. */
const needed = /route="\/embed\/(?:assets\/:name|v1\/providers|v1\/connections)"/;

/**
 * Enters an app from Jodoo's Product Center, `rounds` times. A round is what the server's own metrics have of it: the
 * steps of the sign-in without the time that Jodoo took, and every further request until the frame can be used; their
 * sum, though some run side by side.
 */
export async function measureJodoo(world: World, page: Page, rounds = 20): Promise<JodooTimes> {
  await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const times: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    await page.goto(`${world.jodoo.origin}/product-center`);
    const before = await spent(world);
    await page.getByRole('link', { name: /^Enter App/ }).click();
    await page.getByText(signedInAs('mara')).waitFor();
    await page.getByRole('heading', { name: 'Connections' }).waitFor();
    const after = await spent(world);
    if (after.steps - before.steps !== 3) throw new Error('the steps of the sign-in were not timed');
    // The first two warm up.
    if (round >= 0) times.push(after.milliseconds - before.milliseconds);
  }
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(times.length / 2)] ?? Number.NaN, times };
}

/** What the server spent so far, and on how many steps of sign-ins. */
async function spent(world: World): Promise<{ readonly milliseconds: number; readonly steps: number }> {
  const text = await (await fetch(`http://127.0.0.1:${world.inlay.port}/metrics`)).text();
  const total = (metric: string, labels = /^/): number =>
    [...text.matchAll(new RegExp(`^${metric}\\{([^}]*)\\} (\\S+)$`, 'gm'))]
      .filter(([, given = '']) => labels.test(given))
      .reduce((sum, [, , value]) => sum + Number(value), 0);
  const seconds = total('inlay_jodoo_own_seconds_sum') + total('inlay_http_request_duration_seconds_sum', needed);
  return { milliseconds: seconds * 1_000, steps: total('inlay_jodoo_own_seconds_count') };
}
