import type { Locator, Page } from '@playwright/test';
import { hostNames } from '../src/harness/world.ts';
import { frameIn } from '../src/harness/frame-actions.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

/** Presses Tab until `target` has the focus; fails where it is not reached in `most` steps. */
async function tabTo(page: Page, target: Locator, most = 25): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement && document.hasFocus());
  for (let step = 0; step < most && !(await isFocused()); step += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}

test('with the keyboard alone one finds an app, connects it, and ends the connection', async ({ page, world }) => {
  const host = hostNames.partner;
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  const frame = frameIn(page);
  const search = frame.getByRole('searchbox');
  await search.waitFor();
  await tabTo(page, search);
  await page.keyboard.type('any api');
  await expect(frame.getByRole('listitem')).toHaveCount(1);
  await tabTo(page, frame.getByRole('link', { name: /Any API key/ }));
  await page.keyboard.press('Enter');
  // The heading of the new page has the focus: one reads on from there.
  await expect(frame.getByRole('heading', { name: 'Connect Any API key' })).toBeFocused();

  const address = frame.getByLabel('Address to check the key at');
  await tabTo(page, address);
  await page.keyboard.press('Enter');
  // A form that does not fit takes one to its first fault, and says what is wrong with it.
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(address).toHaveAccessibleDescription(/\S/);
  await page.keyboard.type(world.provider.address);
  await tabTo(page, frame.getByLabel('API key', { exact: true }));
  await page.keyboard.type('good-key');
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('heading', { name: 'Any API key' })).toBeFocused();

  await tabTo(page, frame.getByRole('button', { name: 'Disconnect' }));
  await page.keyboard.press('Enter');
  const question = frame.getByRole('group', { name: 'Disconnect Any API key?' });
  await expect(question.getByRole('button', { name: 'Keep connected' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(frame.getByRole('button', { name: 'Disconnect' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await eventsOf(page)).filter(({ type }) => type === 'connectionStatusChange').at(-1)?.payload)
    .toMatchObject({ status: 'disconnected', connected: false });
  await expect(frame.getByRole('heading', { name: 'Any API key' })).toBeFocused();
});

test('focus goes in, through and out of the frame: nobody is caught in it', async ({ page, world }) => {
  const host = hostNames.partner;
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const after = `
    const end = Object.assign(document.createElement('button'), { textContent: 'After' });
    document.body.append(end);
  `;
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host, after }).address);
  await frameIn(page).getByRole('searchbox').waitFor();
  await tabTo(page, page.getByRole('button', { name: 'After' }), 40);
  await page.keyboard.press('Shift+Tab');
  await expect(frameIn(page).getByRole('listitem').last().getByRole('link')).toBeFocused();
});
