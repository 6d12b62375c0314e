import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { frameIn } from './frame-actions.ts';
import { loginProvider } from './login-site.ts';
import { eventsOf } from './reading.ts';
import { serveSdkPage } from './sdk-page.ts';
import { hostNames } from './world.ts';
import type { World } from './world.ts';

/** Page of the frame on which it is connected. */
export const loginPath = `/embedded/providers/${loginProvider.id}`;

/** Presses a button of the frame that opens a window, and answers the window. */
export async function press(page: Page, frame: FrameLocator, name = `Connect ${loginProvider.name}`): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await frame.getByRole('button', { name }).click();
  return opened;
}

/** Answers at the login site: as whom, or not at all. */
export async function goOnAs(window: Page, who: 'Ada' | 'Grace' | 'nobody'): Promise<void> {
  await window.getByRole('link', { name: who === 'nobody' ? 'Do not allow' : `Go on as ${who}` }).click();
}

/** Has the login site forget who is logged in in this browser. */
export async function logOut(context: BrowserContext): Promise<void> {
  await context.clearCookies({ domain: '127.0.0.1' });
}

/** A customer whose frame the partner's site shows. */
export async function customerOf(world: World): Promise<string> {
  return (await world.partner.customer([world.sites.origin(hostNames.partner)], 'Acme Ltd')).id;
}

/** Opens the partner's page with the frame on the page where the login site is connected. */
export async function openLogin(
  page: Page,
  world: World,
  headers: Readonly<Record<string, string>> = {},
): Promise<FrameLocator> {
  const frames = [{ link: { customer: await customerOf(world), path: loginPath } }];
  await page.goto(serveSdkPage(world, frames, { host: hostNames.partner, headers }).address);
  const frame = frameIn(page);
  await frame.getByRole('button', { name: `Connect ${loginProvider.name}` }).waitFor();
  return frame;
}

/** What the host heard of connections and errors: statuses and codes, in their order. */
export async function endsTold(page: Page): Promise<readonly unknown[]> {
  const events = (await eventsOf(page)).filter(({ type }) => type === 'connectionStatusChange' || type === 'error');
  return events.map(({ payload }) => payload['status'] ?? payload['code']);
}

/** The errors among them. */
export async function errorsTold(page: Page): Promise<readonly unknown[]> {
  return (await eventsOf(page)).filter(({ type }) => type === 'error').map(({ payload }) => payload['code']);
}
