import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { frameIn } from './harness/frame-actions.ts';
import { iframeTag, serveHostPage } from './harness/host-page.ts';
import type { LinkOptions } from './harness/partner.ts';
import { serveSdkPage } from './harness/sdk-page.ts';
import { hostNames } from './harness/world.ts';
import type { World } from './harness/world.ts';

/** What a state is shown with. */
export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly world: World;
}

const host = hostNames.partner;
const style = `
  :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif }
  body { margin: 0; padding: 16px; background: light-dark(#fff, #17181c); color: light-dark(#1b1d23, #e8e9ed) }
  h1 { font-size: 16px; margin: 0 0 12px }
`;
const connectedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();

/** A connection as the server would present it. */
export function connection(id: string, provider: string, more: Readonly<Record<string, unknown>>): unknown {
  const times = { connectedAt, createdAt: connectedAt, updatedAt: connectedAt };
  return { id: `con_${id.padEnd(26, '0')}`, externalId: null, provider, fields: {}, error: null, ...times, ...more };
}

/** Opens a page with the SDK and waits until the frame says that it can be used. */
export async function openFrame(
  { page, world }: Stage,
  link: Omit<LinkOptions, 'customer'> = {},
): Promise<FrameLocator> {
  const customer = await world.partner.customer([world.sites.origin(host)], 'Acme Ltd');
  const frames = [{ link: { ...link, customer: customer.id } }];
  await page.goto(serveSdkPage(world, frames, { host, style, heading: 'Integrations' }).address);
  const frame = frameIn(page);
  await frame.getByRole('heading', { level: 1 }).waitFor();
  return frame;
}

/** Opens a page that holds an iframe with a link, and does without the SDK. */
export async function openPlain(
  { page, world }: Stage,
  link: Omit<LinkOptions, 'customer'> = {},
  height = 420,
): Promise<FrameLocator> {
  const customer = await world.partner.customer([world.sites.origin(host)], 'Acme Ltd');
  const address = serveHostPage(world.sites, {
    host,
    style: `${style} iframe { height: ${height}px }`,
    body: async () =>
      `<main><h1>Integrations</h1>${iframeTag(await world.partner.link({ ...link, customer: customer.id }))}</main>`,
  });
  await page.goto(address);
  return frameIn(page);
}
