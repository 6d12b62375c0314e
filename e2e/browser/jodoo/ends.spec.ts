import type { Page } from '@playwright/test';
import { resetSecret } from '../../../server/src/demo/jodoo/apps.ts';
import { people } from '../../../server/src/demo/jodoo/people.ts';
import type { Disturbance } from '../../../server/src/demo/jodoo/settings.ts';
import { mapPerson, openFramed, pressSignIn, setUpJodoo, signInToJodoo, signedInAs } from '../../src/harness/jodoo.ts';
import type { World } from '../../src/harness/world.ts';
import { expect, test } from '../test.ts';

/** Enters the app as somebody, and answers what stands on the page that one comes to. */
async function enterAs(page: Page, world: World, who: keyof typeof people): Promise<string> {
  await signInToJodoo(page, world, who);
  await page.getByRole('link', { name: /^Enter App/ }).click();
  return page.getByRole('main').innerText();
}

/** The vendor's audit of an action, latest first. */
async function auditOf(world: World, action: string) {
  const { data } = await world.partner.api<{ data: readonly Record<string, unknown>[] }>(
    'GET',
    `/audit-events?action=${action}`,
  );
  return data;
}

test('somebody who is not mapped sees whom to ask, and the audit has what to map', async ({ page, world }) => {
  const { id, customer } = await setUpJodoo(world);
  const words = await enterAs(page, world, 'ingrid');
  expect(words).toContain('Your Jodoo account is not linked yet');
  expect(words).toContain('Ask: Runa at the order desk');
  expect(words).toContain('jodoo_member_unmapped');
  const [event] = (await auditOf(world, 'jodoo.sign_in')).filter(({ target }) => target === id);
  const { tenant, username } = people.ingrid;
  expect(event).toMatchObject({
    outcome: 'refused',
    code: 'jodoo_member_unmapped',
    detail: { tenantId: tenant.id, username },
  });
  await mapPerson(world, id, customer, 'ingrid');
  await enterAs(page, world, 'ingrid');
  await page.getByText(signedInAs('ingrid')).waitFor();
});

test('somebody who is not mapped is let in where the policy provisions', async ({ page, world }) => {
  await setUpJodoo(world, { mapped: [], body: { mappingPolicy: 'provision' } });
  await enterAs(page, world, 'ingrid');
  await page.getByText(signedInAs('ingrid')).waitFor();
});

test('A61: the same member ID of another tenant is another person, and of a foreign tenant nobody', async ({
  page,
  world,
}) => {
  const { change } = await setUpJodoo(world);
  expect(await enterAs(page, world, 'maraOfCobalt')).toContain('Your Jodoo account is not linked yet');
  await change({ tenantIds: [people.mara.tenant.id] });
  expect(await enterAs(page, world, 'maraOfCobalt')).toContain('jodoo_tenant_not_allowed');
  await enterAs(page, world, 'mara');
  await page.getByText(signedInAs('mara')).waitFor();
});

test('a member who is disabled here is refused although Jodoo vouches for them, and is out within 5 s', async ({
  page,
  world,
}) => {
  const { members } = await setUpJodoo(world);
  await enterAs(page, world, 'mara');
  await page.getByText(signedInAs('mara')).waitFor();
  await world.partner.api('PATCH', `/jodoo-members/${members.get('mara')}`, { disabled: true });
  await expect(page.getByRole('heading', { name: 'Your session has ended' })).toBeVisible({ timeout: 6_000 });
  await page.getByRole('link', { name: 'Sign in with Jodoo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your access is switched off');
});

test('an integration that is disabled admits nobody, by no way, and ends what it began within 5 s', async ({
  page,
  world,
}) => {
  const { base, change } = await setUpJodoo(world);
  await enterAs(page, world, 'mara');
  await page.getByText(signedInAs('mara')).waitFor();
  await change({ enabled: false });
  await expect(page.getByRole('heading', { name: 'Your session has ended' })).toBeVisible({ timeout: 6_000 });
  for (const name of ['home', 'login', 'embed', 'enter']) {
    expect((await page.goto(`${base}/${name}`))?.status(), name).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signing in with Jodoo is switched off');
  }
});

test('an app that is disabled in Jodoo is said so there', async ({ page, world }) => {
  const { app } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  app.enabled = false;
  await page.getByRole('link', { name: /^Enter App/ }).click();
  await expect(page.getByText('This integration app is disabled.')).toBeVisible();
});

test('a domain that is not trusted is refused by Jodoo, and by Inlay, in words that lead on', async ({
  page,
  world,
}) => {
  const { app, base, change } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  app.trustedDomains = 'https://inlay.test';
  await page.getByRole('link', { name: /^Enter App/ }).click();
  await expect(page.getByText(/request source domain is not in the whitelist/i)).toBeVisible();
  app.trustedDomains = 'inlay.test';
  await change({ trustedDomains: 'test,www.inlay.test' });
  await page.goto(`${base}/home`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This site is not on the list of trusted domains');
  const refusal = await change({ trustedDomains: 'https://inlay.test, www.inlay.test' }).catch(String);
  expect(refusal).toContain('inlay.test,www.inlay.test');
});

test('a Suite Secret that was reset is named to the operator and not to the visitor; the new one holds at once', async ({
  page,
  world,
}) => {
  const { id, app, change } = await setUpJodoo(world);
  resetSecret(app);
  const words = await enterAs(page, world, 'mara');
  expect(words).toContain('Signing in with Jodoo is not set up right');
  expect(words).not.toMatch(/suite secret/i);
  const [event] = (await auditOf(world, 'jodoo.sign_in')).filter(({ target }) => target === id);
  expect(event).toMatchObject({ outcome: 'refused', code: 'jodoo_secret_invalid' });
  const { data } = await world.partner
    .api<{ data: { name: string; outcome: string }[] }>('GET', `/jodoo-integrations/${id}/diagnosis`)
    .then((answer) => ('data' in answer ? answer : { data: (answer as { checks: [] }).checks }));
  expect(data.find(({ name }) => name === 'secret')?.outcome).toBe('fail');
  await change({ suiteSecret: app.suiteSecret });
  await enterAs(page, world, 'mara');
  await page.getByText(signedInAs('mara')).waitFor();
});

const disturbances: readonly Disturbance[] = ['http-500', 'limited', 'not-json', 'error-in-200', 'hang-up', 'redirect'];

test('A63: Jodoo that is down, limited or says nonsense leaves words and a way to try again', async ({
  page,
  world,
}) => {
  await setUpJodoo(world);
  for (const disturbance of disturbances) {
    world.jodoo.jodoo.disturbance = disturbance;
    expect(await enterAs(page, world, 'mara'), disturbance).toContain('jodoo_unavailable');
  }
  world.jodoo.jodoo.disturbance = undefined;
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByText(signedInAs('mara')).waitFor();
});

test('A63: Jodoo that is slow is given up after 5 s, and its code is not tried again', async ({ page, world }) => {
  await setUpJodoo(world);
  world.jodoo.jodoo.disturbance = 'silent';
  const startedAt = Date.now();
  expect(await enterAs(page, world, 'mara')).toContain('jodoo_unavailable');
  expect(Date.now() - startedAt).toBeLessThan(9_000);
  world.jodoo.jodoo.disturbance = undefined;
  await page.reload();
  await page.goBack();
  expect(world.jodoo.jodoo.exchanges.length).toBeLessThanOrEqual(1);
});

test('in a dashboard, too: a refusal stands in the window and in the frame, with a next step', async ({
  page,
  world,
}) => {
  const { id, customer } = await setUpJodoo(world);
  await signInToJodoo(page, world, 'ingrid');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  const window = await pressSignIn(page, frame);
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('Your Jodoo account is not linked yet');
  await expect(window.getByText('Ask: Runa at the order desk')).toBeVisible();
  await expect(frame.getByRole('heading', { name: 'Your Jodoo account is not linked yet' })).toBeVisible();
  await window.close();
  await mapPerson(world, id, customer, 'ingrid');
  await pressSignIn(page, frame);
  await frame.getByText(signedInAs('ingrid')).waitFor();
});

test('where Jodoo is down altogether, the frame in a dashboard offers a way', async ({ page, world }) => {
  await setUpJodoo(world);
  await signInToJodoo(page, world, 'mara');
  const frame = await openFramed(page, world, '/dashboards/order-desk');
  world.jodoo.jodoo.isDown = true;
  const window = await pressSignIn(page, frame);
  await window.getByText('Service unavailable').waitFor();
  await window.close();
  world.jodoo.jodoo.isDown = false;
  await pressSignIn(page, frame, 'Open it again');
  await frame.getByText(signedInAs('mara')).waitFor();
});
