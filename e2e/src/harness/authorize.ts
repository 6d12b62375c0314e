import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { loginProvider } from './login-site.ts';
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
