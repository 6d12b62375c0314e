import type { Page } from '@playwright/test';
import { serveHostPage } from './harness/host-page.ts';
import { hostNames } from './harness/world.ts';
import type { World } from './harness/world.ts';

/** How long frames took from the moment their link was opened to `ready`, in milliseconds. */
export interface ReadyTimes {
  /** The first in this browser, before anything is cached. */
  readonly first: number;
  readonly median: number;
  /** Every later one, shortest first. */
  readonly times: readonly number[];
}

/** Opens a link in the page's one iframe, and answers how long it takes until the frame says that it can be used. */
const opener = `
window.openLink = (link) => new Promise((resolve) => {
  document.querySelector('iframe')?.remove();
  const iframe = document.createElement('iframe');
  let openedAt;
  const listen = ({ source, data }) => {
    if (source !== iframe.contentWindow || JSON.parse(data).type !== 'ready') return;
    removeEventListener('message', listen);
    resolve(performance.now() - openedAt);
  };
  addEventListener('message', listen);
  openedAt = performance.now();
  iframe.src = link;
  document.body.append(iframe);
});
`;

/** Opens one link after another in a partner's page, `rounds` of them counted. */
export async function measureReady(world: World, page: Page, rounds = 20): Promise<ReadyTimes> {
  const host = hostNames.partner;
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveHostPage(world.sites, { host, script: opener }));
  const open = async (): Promise<number> => {
    const link = await world.partner.link({ customer: customer.id });
    return page.evaluate(
      (address) => (Reflect.get(window, 'openLink') as (link: string) => Promise<number>)(address),
      link,
    );
  };
  const first = await open();
  for (let warming = 0; warming < 2; warming += 1) await open();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await open());
  times.sort((one, other) => one - other);
  return { first, median: times[Math.floor(times.length / 2)] ?? Number.NaN, times };
}
