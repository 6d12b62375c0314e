import type { FrameLocator, Locator, Page } from '@playwright/test';
import type { LocalProvider } from './local-provider.ts';

/** The frame in a page, or the one of several. */
export function frameIn(page: Page, index = 0): FrameLocator {
  return page.locator('iframe').nth(index).contentFrame();
}

/** The row of an app in the list. */
export function row(frame: FrameLocator, name: string): Locator {
  return frame.getByRole('link', { name: new RegExp(`^\\S+ ${name}|^${name}`) });
}

/** Opens the form of the app that takes any API key, and fills it in. */
export async function fillKey(frame: FrameLocator, provider: LocalProvider, key: string): Promise<void> {
  await row(frame, 'Any API key').click();
  await frame.getByLabel('Address to check the key at').fill(provider.address);
  await frame.getByLabel('API key', { exact: true }).fill(key);
}

/** Connects the app that takes any API key, from the list on. */
export async function connectKey(frame: FrameLocator, provider: LocalProvider, key = 'good-key'): Promise<void> {
  await fillKey(frame, provider, key);
  await frame.getByRole('button', { name: 'Connect Any API key' }).click();
  await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
}
