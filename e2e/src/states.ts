import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { connectKey, fillKey, frameIn, row } from './harness/frame-actions.ts';
import { iframeTag, serveHostPage } from './harness/host-page.ts';
import { answerInstead, leaveUnanswered } from './harness/intercept.ts';
import type { LinkOptions } from './harness/partner.ts';
import { sessionOf } from './harness/reading.ts';
import { serveSdkPage } from './harness/sdk-page.ts';
import { hostNames } from './harness/world.ts';
import type { World } from './harness/world.ts';

/** What a state is shown with. */
export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly world: World;
  readonly guard: { expect(pattern: RegExp): void };
}

/** Something that a person may see, and the way to it. */
export interface State {
  readonly name: string;
  open(stage: Stage): Promise<void>;
}

const host = hostNames.partner;
const style = `
  :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif }
  body { margin: 0; padding: 16px; background: light-dark(#fff, #17181c); color: light-dark(#1b1d23, #e8e9ed) }
  h1 { font-size: 16px; margin: 0 0 12px }
  @media (max-width: 400px) { body { padding: 16px } }
`;
const connectedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();

/** A connection as the server would present it. */
function connection(id: string, provider: string, more: Readonly<Record<string, unknown>>): unknown {
  const times = { connectedAt, createdAt: connectedAt, updatedAt: connectedAt };
  return { id: `con_${id.padEnd(26, '0')}`, externalId: null, provider, fields: {}, error: null, ...times, ...more };
}

/** Opens a page with the SDK and waits until the frame says that it can be used. */
async function openFrame({ page, world }: Stage, link: Omit<LinkOptions, 'customer'> = {}): Promise<FrameLocator> {
  const customer = await world.partner.customer([world.sites.origin(host)], 'Acme Ltd');
  const frames = [{ link: { ...link, customer: customer.id } }];
  await page.goto(serveSdkPage(world, frames, { host, style, heading: 'Integrations' }).address);
  const frame = frameIn(page);
  await frame.getByRole('heading', { level: 1 }).waitFor();
  return frame;
}

/** Opens a page that holds an iframe with a link, and does without the SDK. */
async function openPlain({ page, world }: Stage, link: Omit<LinkOptions, 'customer'> = {}): Promise<FrameLocator> {
  const customer = await world.partner.customer([world.sites.origin(host)], 'Acme Ltd');
  const address = serveHostPage(world.sites, {
    host,
    style: `${style} iframe { height: 420px }`,
    body: async () =>
      `<main><h1>Integrations</h1>${iframeTag(await world.partner.link({ ...link, customer: customer.id }))}</main>`,
  });
  await page.goto(address);
  return frameIn(page);
}

const connections = '/embed/v1/connections';
const form = { path: '/embedded/providers/generic-api-key' };

/** Every state that has a look of its own. */
export const states: readonly State[] = [
  {
    name: 'skeleton',
    async open(stage) {
      leaveUnanswered(stage.world, '/embed/v1/providers');
      const frame = await openPlain(stage);
      await frame.locator('.skeleton').first().waitFor();
    },
  },
  { name: 'list', open: async (stage) => void (await openFrame(stage)) },
  {
    name: 'list-connected',
    async open(stage) {
      const account = (label: string) => ({ id: label, label });
      answerInstead(stage.world, connections, {
        data: [
          connection('1', 'notion', { status: 'connected', account: account('Acme workspace') }),
          connection('2', 'zendesk', {
            status: 'expired',
            account: account('support@acme.example'),
            error: { code: 'credentials_invalid', message: 'Zendesk refused the saved token.' },
          }),
          connection('3', 'jodoo', { status: 'connected', account: null }),
        ],
      });
      await (await openFrame(stage)).getByRole('heading', { name: 'Your connections' }).waitFor();
    },
  },
  {
    name: 'empty',
    async open(stage) {
      answerInstead(stage.world, '/embed/v1/providers', { data: [] });
      await (await openFrame(stage)).getByText('No apps to connect yet').waitFor();
    },
  },
  {
    name: 'search',
    async open(stage) {
      const frame = await openFrame(stage);
      await frame.getByRole('searchbox').fill('j');
    },
  },
  {
    name: 'search-without-match',
    async open(stage) {
      const frame = await openFrame(stage);
      await frame.getByRole('searchbox').fill('Salesforce');
    },
  },
  { name: 'form', open: async (stage) => void (await openFrame(stage, form)) },
  {
    name: 'form-errors',
    async open(stage) {
      const frame = await openFrame(stage, form);
      await frame.getByLabel('Address to check the key at').fill('acme');
      await frame.getByRole('button', { name: 'Connect Any API key' }).click();
      await frame.locator('[aria-invalid="true"]').first().waitFor();
    },
  },
  {
    name: 'form-refused',
    async open(stage) {
      const frame = await openFrame(stage);
      await fillKey(frame, stage.world.provider, 'bad-key');
      await frame.getByRole('button', { name: 'Connect Any API key' }).click();
      await frame.getByRole('alert').waitFor();
    },
  },
  {
    name: 'working',
    async open(stage) {
      leaveUnanswered(stage.world, connections, 'POST');
      const frame = await openFrame(stage);
      await fillKey(frame, stage.world.provider, 'good-key');
      await frame.getByRole('button', { name: 'Connect Any API key' }).click();
      await frame.getByRole('button', { name: 'Connecting…' }).waitFor();
    },
  },
  { name: 'connected', open: async (stage) => connectKey(await openFrame(stage), stage.world.provider) },
  {
    name: 'detail',
    async open(stage) {
      const frame = await openFrame(stage);
      await connectKey(frame, stage.world.provider);
      await frame.getByRole('link', { name: 'Connections' }).click();
      await row(frame, 'Any API key').click();
      await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
    },
  },
  {
    name: 'disconnect',
    async open(stage) {
      const frame = await openFrame(stage);
      await connectKey(frame, stage.world.provider);
      await frame.getByRole('button', { name: 'Disconnect' }).click();
      await frame.getByRole('group', { name: 'Disconnect Any API key?' }).waitFor();
    },
  },
  {
    name: 'expired',
    async open(stage) {
      const expired = connection('2', 'zendesk', {
        status: 'expired',
        account: { id: '1', label: 'support@acme.example' },
        error: { code: 'credentials_invalid', message: 'Zendesk refused the saved token.' },
      });
      answerInstead(stage.world, connections, { data: [expired] });
      await row(await openFrame(stage), 'Zendesk').click();
      await frameIn(stage.page).getByRole('button', { name: 'Reconnect' }).waitFor();
    },
  },
  {
    name: 'missing',
    async open(stage) {
      const frame = await openFrame(stage, { path: '/embedded/connections/con_0000000000000000' });
      await frame.getByRole('heading', { name: 'This connection does not exist' }).waitFor();
    },
  },
  {
    name: 'error-page',
    async open(stage) {
      const frame = await openPlain(stage, { claims: { origin: 'https://elsewhere.test' } });
      await frame.getByText('origin_not_allowed', { exact: true }).waitFor();
    },
  },
  {
    name: 'offline',
    async open(stage) {
      const frame = await openFrame(stage);
      await fillKey(frame, stage.world.provider, 'good-key');
      await stage.context.setOffline(true);
      await frame.getByText('You are offline').first().waitFor();
    },
  },
  {
    name: 'session-ended',
    async open(stage) {
      const frame = await openPlain(stage);
      await frame.getByRole('searchbox').waitFor();
      await stage.world.partner.api('DELETE', `/sessions/${await sessionOf(stage.page)}`);
      await frame.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    },
  },
  {
    name: 'continue',
    async open({ page, world }) {
      const customer = await world.partner.customer([world.sites.origin(host)]);
      await page.goto(await world.partner.link({ customer: customer.id }));
      await page.getByRole('button', { name: 'Continue' }).waitFor();
    },
  },
  {
    name: 'arabic',
    async open(stage) {
      const frame = await openFrame(stage, { locale: 'ar' });
      await frame.getByRole('searchbox').waitFor();
    },
  },
];
