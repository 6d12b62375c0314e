import {
  choose,
  openFramed,
  pressSignIn,
  setUpJodoo,
  signInToJodoo,
  signOutOfJodoo,
  signedInAs,
} from '../../src/harness/jodoo.ts';
import { allCookies, withProfile } from '../../src/harness/profile.ts';
import { expect, test } from '../test.ts';

const pages = ['/dashboards/order-desk', '/forms/delivery'] as const;

for (const path of pages) {
  test(`${path}: signed in to Jodoo, with third-party cookies blocked, it takes one click and no login`, async ({
    page,
    world,
  }) => {
    await setUpJodoo(world);
    await signInToJodoo(page, world, 'mara');
    const frame = await openFramed(page, world, path);
    const window = await pressSignIn(page, frame);
    await frame.getByText(signedInAs('mara')).waitFor();
    await expect.poll(() => window.isClosed()).toBe(true);
    await expect(frame.getByRole('heading', { name: 'Connections' })).toBeVisible();
    expect(world.jodoo.jodoo.exchanges.map(({ outcome }) => outcome)).toEqual(['identity']);
  });

  test(`${path}: signed out of Jodoo, one signs in once, in the window`, async ({ page, world }) => {
    await setUpJodoo(world);
    await signInToJodoo(page, world, 'mara');
    const frame = await openFramed(page, world, path);
    await signOutOfJodoo(page.context());
    const window = await pressSignIn(page, frame);
    await expect(frame.getByRole('heading', { name: 'Go on in the other window' })).toBeVisible();
    await choose(window, 'tomas');
    await frame.getByText(signedInAs('tomas')).waitFor();
  });
}

test('where Jodoo’s session reaches the frame in it, nobody is asked anything', async ({ world, guard }) => {
  await setUpJodoo(world);
  world.jodoo.jodoo.settings.cookieSameSite = 'None';
  await withProfile(allCookies, async (context) => {
    guard.watch(context);
    const page = await context.newPage();
    await signInToJodoo(page, world, 'mara');
    const opened = context.pages().length;
    for (const path of pages) {
      const frame = await openFramed(page, world, path);
      await frame.getByText(signedInAs('mara')).waitFor();
    }
    expect(context.pages()).toHaveLength(opened);
  });
  expect(world.jodoo.jodoo.exchanges.map(({ outcome }) => outcome)).toEqual(['identity', 'identity']);
});
