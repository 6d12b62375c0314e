import { hostNames } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { eventsOf } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

test('A46: five frames of five customers on one page never mix', async ({ page, world }) => {
  const origin = world.sites.origin(host);
  const names = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm'];
  const customers = await Promise.all(names.map((name) => world.partner.customer([origin], name)));
  const frames = customers.map(({ id }) => ({ link: { customer: id } }));
  await page.goto(serveSdkPage(world, frames, { host }).address);
  for (const [index, name] of names.entries()) await frameIn(page, index).getByText(`For ${name}`).waitFor();

  await connectKey(frameIn(page, 1), world.provider);
  await connectKey(frameIn(page, 3), world.provider);
  const changes = (await eventsOf(page)).filter(({ payload }) => payload['status'] === 'connected');
  expect(changes.map(({ frame }) => frame)).toEqual([1, 3]);
  expect(new Set(changes.map(({ payload }) => payload['id'])).size).toBe(2);
  for (const index of [0, 2, 4]) {
    await expect(frameIn(page, index).getByRole('heading', { name: 'Available apps' })).toBeVisible();
    await expect(frameIn(page, index).getByRole('heading', { name: 'Your connections' })).toHaveCount(0);
  }
  const errors = (await eventsOf(page)).filter(({ type }) => type === 'error');
  expect(errors).toEqual([]);
});

test('A46: a fresh link for another customer replaces what was shown, wholly', async ({ page, world }) => {
  const origin = world.sites.origin(host);
  const first = await world.partner.customer([origin], 'Alder');
  const second = await world.partner.customer([origin], 'Birch');
  const link = { customer: first.id };
  await page.goto(serveSdkPage(world, [{ link }], { host }).address);
  await connectKey(frameIn(page), world.provider);
  // The host's user changed: its backend signs for another customer from now on.
  Object.assign(link, { customer: second.id });
  await page.evaluate('frames_[0].renew()');
  await frameIn(page).getByText('For Birch').waitFor();
  await expect(frameIn(page).getByRole('heading', { name: 'Your connections' })).toHaveCount(0);
  await expect
    .poll(async () =>
      (await eventsOf(page)).filter(({ type }) => type === 'sessionEnded').map((event) => event.payload),
    )
    .toEqual([{ reason: 'replaced' }]);
});
