import { goOnAs, openLogin } from '../../src/harness/authorize.ts';
import { loginProvider } from '../../src/harness/login-site.ts';
import { expect, test } from '../test.ts';

test('with the keyboard alone one authorises: the focus goes to what is next, and back', async ({
  page,
  context,
  world,
}) => {
  const frame = await openLogin(page, world);
  const connect = frame.getByRole('button', { name: `Connect ${loginProvider.name}` });
  await connect.focus();
  const [first] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
  await first.getByRole('heading', { name: 'Log in' }).waitFor();
  const group = frame.getByRole('group', { name: 'Go on in the other window' });
  await page.bringToFront();
  await expect(group).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(frame.getByRole('button', { name: 'Show the window' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(frame.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(frame.getByRole('alert')).toContainText('The window was closed');
  await expect(connect).toBeFocused();

  const [second] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
  await second.getByRole('heading', { name: 'Log in' }).waitFor();
  await second.keyboard.press('Tab');
  await expect(second.getByRole('link', { name: 'Go on as Ada' })).toBeFocused();
  await goOnAs(second, 'Ada');
  await expect(frame.getByRole('heading', { level: 1, name: loginProvider.name })).toBeFocused();
  await expect(frame.getByRole('status').filter({ hasText: `${loginProvider.name} is connected` })).toHaveCount(1);
});
