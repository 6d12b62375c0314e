import { eventsOf, heardBy } from '../src/harness/reading.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

test('a page with the SDK sees a connection come and go', async ({ page, world }) => {
  const host = 'partner.test';
  const customer = await world.partner.customer([world.sites.origin(host)]);
  const sdk = serveSdkPage(world, [{ link: { customer: customer.id } }], { host });
  await page.goto(sdk.address);
  await expect
    .poll(() => eventsOf(page))
    .toContainEqual({
      type: 'ready',
      payload: { path: '/embedded/connections', locale: 'en' },
      frame: 0,
    });
  console.log(await heardBy(page));
});
