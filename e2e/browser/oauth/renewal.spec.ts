import { endsTold, goOnAs, openLogin, press } from '../../src/harness/authorize.ts';
import { loginProvider } from '../../src/harness/login-site.ts';
import { expect, test } from '../test.ts';

test('a session that is renewed meanwhile changes nothing: the frame hears of the outcome', async ({ page, world }) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await frame.getByRole('heading', { name: 'Go on in the other window' }).waitFor();
  const renewed = world.proxy.seen.filter(({ target }) => target === '/direct_link/redeem').length + 1;
  await page.evaluate(() => (Reflect.get(globalThis, 'frames_') as { renew(): void }[])[0]?.renew());
  await expect
    .poll(
      () => world.proxy.seen.filter(({ target, status }) => target === '/direct_link/redeem' && status === 200).length,
    )
    .toBe(renewed);
  await goOnAs(window, 'Ada');
  await expect(frame.getByText(`${loginProvider.name} is connected`).first()).toBeVisible();
  expect(await endsTold(page)).toEqual(['connecting', 'connected']);
});
