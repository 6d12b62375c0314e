import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import type { IntegrationApp } from '../../../server/src/demo/jodoo/apps.ts';
import { people } from '../../../server/src/demo/jodoo/people.ts';
import type { PersonName } from '../../../server/src/demo/jodoo/people.ts';
import { defaultSettings } from '../../../server/src/demo/jodoo/settings.ts';
import { frameIn } from './frame-actions.ts';
import { hostNames } from './world.ts';
import type { World } from './world.ts';

/** A customer's Jodoo integration, and the app of it in Jodoo. */
export interface JodooIntegration {
  readonly id: string;
  readonly customer: string;
  readonly app: IntegrationApp;
  /** Where its addresses begin. */
  readonly base: string;
  /** Ids of the mappings, by the person. */
  readonly members: ReadonlyMap<PersonName, string>;
  /** Changes the integration. */
  readonly change: (body: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** How an integration is set up. */
export interface JodooSetUp {
  /** Who is mapped to a member of the same name. Default: Mara and Tomás of Harbor & Pine. */
  readonly mapped?: readonly PersonName[];
  /** Further members of the integration. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Sets Jodoo back to how it begins, and makes one integration in it and in Inlay. */
export async function setUpJodoo(world: World, { mapped = ['mara', 'tomas'], body = {} }: JodooSetUp = {}) {
  const { jodoo, origin: jodooOrigin, authorizationUrl, port } = world.jodoo;
  Object.assign(jodoo.settings, defaultSettings(), { authorizationPath: jodoo.settings.authorizationPath });
  Object.assign(jodoo, { disturbance: undefined, isDown: false, slowness: 8_000, dateAhead: 0 });
  jodoo.apps.clear();
  jodoo.exchanges.splice(0);
  const app = jodoo.addApp({ homePage: '', trustedDomains: hostNames.inlay, name: 'Harbor & Pine connections' });
  const { id: customer } = await world.partner.customer([], 'Harbor & Pine');
  const { id } = await world.partner.api<{ id: string }>('POST', '/jodoo-integrations', {
    customer,
    name: 'Harbor & Pine',
    suiteId: app.suiteId,
    suiteSecret: app.suiteSecret,
    authorizationUrl,
    // The server finds no test names; the certificate is good for this address, too.
    apiBase: `https://127.0.0.1:${port}`,
    trustedDomains: hostNames.inlay,
    frameOrigins: [jodooOrigin],
    contact: 'Runa at the order desk, runa@harbor-pine.example',
    ...body,
  });
  const base = `${world.origin}/jodoo/${id}`;
  Object.assign(app, { homePage: `${base}/home`, embedAddress: `${base}/embed` });
  const members = new Map<PersonName, string>();
  for (const name of mapped) members.set(name, await mapPerson(world, id, customer, name));
  const integration: JodooIntegration = {
    id,
    customer,
    app,
    base,
    members,
    change: (change) => world.partner.api('PATCH', `/jodoo-integrations/${id}`, change),
  };
  return integration;
}

/** Maps a person of Jodoo to a new member, and answers the id of the mapping. */
export async function mapPerson(world: World, integration: string, customer: string, name: PersonName) {
  const { tenant, username, name: fullName } = people[name];
  const member = await world.partner.api<{ id: string }>('POST', '/members', { customer, name: fullName });
  const body = { integration, tenantId: tenant.id, username, member: member.id };
  return (await world.partner.api<{ id: string }>('POST', '/jodoo-members', body)).id;
}

/** Signs a person in to Jodoo, and leaves the page there at `next`. */
export async function signInToJodoo(page: Page, world: World, who: PersonName, next = '/product-center') {
  await page.goto(`${world.jodoo.origin}/sign-in?next=${encodeURIComponent(next)}`);
  await choose(page, who);
}

/** Says who one is on Jodoo's sign-in page. */
export async function choose(page: Page, who: PersonName): Promise<void> {
  await page.locator(`button[value=${who}]`).click();
}

/** Opens one of Jodoo's pages that frame Inlay, and answers the frame. */
export async function openFramed(page: Page, world: World, path: JodooPagePath): Promise<FrameLocator> {
  await page.goto(`${world.jodoo.origin}${path}`);
  return frameIn(page);
}

/** The pages of Jodoo that frame Inlay. */
export type JodooPagePath = '/dashboards/order-desk' | '/forms/delivery';

/** Who the frame says is signed in. */
export const signedInAs = (name: PersonName): RegExp => new RegExp(`Signed in as .?${people[name].username}.? `);

/** Presses the frame's button that opens a window, and answers the window. */
export async function pressSignIn(page: Page, frame: FrameLocator, name = 'Sign in with Jodoo'): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await frame.getByRole('button', { name }).click();
  return opened;
}

/** Has Jodoo forget who is signed in in this browser. */
export async function signOutOfJodoo(context: BrowserContext): Promise<void> {
  await context.clearCookies({ domain: hostNames.jodoo });
}
