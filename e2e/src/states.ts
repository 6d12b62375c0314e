import { goOnAs, logOut, loginPath, press } from './harness/authorize.ts';
import { connectKey, fillKey, frameIn, row } from './harness/frame-actions.ts';
import { answerInstead, leaveUnanswered } from './harness/intercept.ts';
import { loginProvider } from './harness/login-site.ts';
import { sessionOf } from './harness/reading.ts';
import { hostNames } from './harness/world.ts';
import { connection, openFrame, openPlain } from './stage.ts';
import type { Stage } from './stage.ts';

/** Something that a person may see, and the way to it. */
export interface State {
  readonly name: string;
  open(stage: Stage): Promise<void>;
}

const connections = '/embed/v1/connections';
const connectLogin = `Connect ${loginProvider.name}`;
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
    name: 'authorise',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath });
      await frame.getByRole('button', { name: connectLogin }).waitFor();
    },
  },
  {
    name: 'authorise-fields',
    async open(stage) {
      const field = (name: string, label: string, more: object) => ({
        ...more,
        name,
        label,
        type: 'text',
        required: true,
        secret: false,
        maxLength: 60,
      });
      const about = { kind: 'oauth2', description: 'Tickets and the people who wrote them.', initials: 'Hd', hue: 150 };
      const fields = [
        field('subdomain', 'Subdomain', { value: 'acme', locked: true, hint: 'Set by the app you came from.' }),
        field('region', 'Region', { value: 'eu', hint: 'eu or us' }),
      ];
      answerInstead(stage.world, '/embed/v1/providers', {
        data: [{ id: 'helpdesk', name: 'Helpdesk', ...about, fields }],
      });
      const frame = await openFrame(stage);
      await row(frame, 'Helpdesk').click();
      await frame.getByRole('button', { name: 'Connect Helpdesk' }).waitFor();
    },
  },
  {
    name: 'authorise-elsewhere',
    async open(stage) {
      await press(stage.page, await openFrame(stage, { path: loginPath }));
      await frameIn(stage.page).getByRole('button', { name: 'Show the window' }).waitFor();
    },
  },
  {
    name: 'authorise-again',
    async open(stage) {
      const window = await press(stage.page, await openFrame(stage, { path: loginPath }));
      await window.getByRole('heading', { name: 'Log in' }).waitFor();
      await window.close();
      await frameIn(stage.page).getByRole('button', { name: 'Open it again' }).waitFor();
    },
  },
  {
    name: 'authorise-blocked',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath });
      await frame.locator('html').evaluate(() => void (window.open = () => null));
      await frame.getByRole('button', { name: connectLogin }).click();
      await frame.getByRole('heading', { name: 'The browser blocked the window' }).waitFor();
    },
  },
  {
    name: 'authorise-denied',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath });
      await goOnAs(await press(stage.page, frame), 'nobody');
      await frame.getByRole('alert').waitFor();
    },
  },
  {
    name: 'authorise-mismatch',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath });
      await goOnAs(await press(stage.page, frame), 'Ada');
      await frame.getByText('ada@login.example').waitFor();
      await logOut(stage.context);
      await goOnAs(await press(stage.page, frame, 'Reconnect'), 'Grace');
      await frame.getByRole('alert').waitFor();
    },
  },
  {
    name: 'authorised',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath });
      await goOnAs(await press(stage.page, frame), 'Ada');
      await frame.getByRole('button', { name: 'Done' }).waitFor();
    },
  },
  {
    name: 'authorise-arabic',
    async open(stage) {
      const frame = await openFrame(stage, { path: loginPath, locale: 'ar' });
      const opened = stage.context.waitForEvent('page');
      await frame.locator('form .button.main').click();
      await (await opened).getByRole('heading', { name: 'Log in' }).waitFor();
      await frame.locator('.away').waitFor();
    },
  },
  {
    name: 'unlisted',
    async open(stage) {
      const account = { id: '1', label: 'ada@login.example' };
      const data = [connection('4', 'retired-service', { status: 'connected', account })];
      answerInstead(stage.world, connections, { data });
      await row(await openFrame(stage), 'retired-service').click();
      const frame = frameIn(stage.page);
      await frame.getByRole('button', { name: 'Disconnect' }).waitFor();
      await frame.getByRole('button', { name: 'Reconnect' }).waitFor({ state: 'detached' });
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
      const frame = await openPlain(stage, { claims: { origin: 'https://elsewhere.test' } }, 480);
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
      const customer = await world.partner.customer([world.sites.origin(hostNames.partner)]);
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
