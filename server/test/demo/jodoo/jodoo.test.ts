import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrationApp } from '../../../src/demo/jodoo/apps.ts';
import { resetSecret } from '../../../src/demo/jodoo/apps.ts';
import { people } from '../../../src/demo/jodoo/people.ts';
import { disturbances } from '../../../src/demo/jodoo/settings.ts';
import { createTestClock } from '../../support/clock.ts';
import { startJodoo } from '../../support/jodoo.ts';
import type { TestJodoo } from '../../support/jodoo.ts';

const clock = createTestClock();
let started: TestJodoo;
let app: IntegrationApp;

beforeAll(async () => {
  started = await startJodoo({ now: clock.now });
});
afterAll(() => started.close());
afterEach(() => {
  started.jodoo.apps.clear();
  started.jodoo.disturbance = undefined;
  started.jodoo.isDown = false;
  Object.assign(started.jodoo.settings, {
    authorizationFramed: true,
    asksApproval: false,
    cookieSameSite: 'Lax',
    codeLifetime: 300_000,
  });
});

function addApp(changes: Partial<IntegrationApp> = {}): IntegrationApp {
  app = started.jodoo.addApp({
    homePage: 'https://inlay.test/jodoo/jod_1/home',
    trustedDomains: 'inlay.test',
    ...changes,
  });
  return app;
}

const visit = (path: string, cookie = ''): Promise<Response> =>
  fetch(`${started.origin}${path}`, { redirect: 'manual', headers: { cookie } });
const send = (path: string, fields: Readonly<Record<string, string>>, cookie = ''): Promise<Response> =>
  fetch(`${started.origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: started.origin },
    body: new URLSearchParams(fields),
  });
async function signIn(person: string): Promise<string> {
  const answer = await send('/sign-in', { person, next: '/product-center' });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
const identify = async (code: string, secret = app.suiteSecret): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`${started.origin}/api/v3/user/oauth/auth_info`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return { status: answer.status, body: await answer.json() };
};
const authorize = (changes: Readonly<Record<string, string>> = {}, cookie = ''): Promise<Response> => {
  const asked = { app_id: app.suiteId, state: 'abc', redirect_uri: 'https://inlay.test/back?x=1', ...changes };
  return visit(`/integration/authorize?${new URLSearchParams(asked).toString()}`, cookie);
};
const locationOf = (answer: Response): URL => new URL(answer.headers.get('location') ?? '', started.origin);

describe('a code', () => {
  it('says who somebody is, once', async () => {
    const code = started.codeFor('mara', addApp());
    expect(await identify(code)).toEqual({
      status: 200,
      body: { tenant_id: people.mara.tenant.id, username: 'mara-lindqvist' },
    });
    expect(await identify(code)).toEqual({
      status: 400,
      body: { code: 17_101, msg: 'The code token is invalid or expired.' },
    });
  });

  it('is dead after its time, and with another app’s secret', async () => {
    const other = addApp();
    addApp();
    expect((await identify(started.codeFor('mara', app), other.suiteSecret)).status).toBe(400);
    const code = started.codeFor('mara', app);
    clock.advance(started.jodoo.settings.codeLifetime);
    expect((await identify(code)).status).toBe(400);
  });

  it('is worth nothing with a secret that was reset, and everything with the new one', async () => {
    const code = started.codeFor('mara', addApp());
    const before = app.suiteSecret;
    resetSecret(app);
    expect(await identify(code, before)).toMatchObject({ status: 400, body: { code: 8_301 } });
    expect((await identify(code)).status).toBe(200);
  });
});

describe('the authorization page', () => {
  it('leads whoever is signed in straight back, with code and state', async () => {
    addApp();
    const answer = await authorize({}, await signIn('tomas'));
    const { origin, searchParams } = locationOf(answer);
    expect([answer.status, origin, searchParams.get('x'), searchParams.get('state')]).toEqual([
      302,
      'https://inlay.test',
      '1',
      'abc',
    ]);
    expect((await identify(searchParams.get('code') ?? '')).body).toMatchObject({ username: 'Tomas_Vega' });
  });

  it('lets everybody else sign in first, and returns to where they were', async () => {
    addApp();
    const page = await authorize();
    const next = /name="next" value="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? '';
    const answer = await send('/sign-in', { person: 'mara', next });
    expect(locationOf(answer).pathname).toBe('/integration/authorize');
    expect(locationOf(answer).searchParams.get('state')).toBe('abc');
  });

  it('asks first where it is set to, and once', async () => {
    addApp();
    started.jodoo.settings.asksApproval = true;
    const cookie = await signIn('mara');
    const page = await (await authorize({}, cookie)).text();
    const next = /name="next" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(locationOf(await send('/integration/approve', { next }, cookie)).searchParams.has('code')).toBe(true);
    expect((await authorize({}, cookie)).status).toBe(302);
  });

  it.each([
    ['an unknown app', { app_id: 'nothing' }],
    ['no state', { state: '' }],
    ['a host that is not on the list', { redirect_uri: 'https://elsewhere.test/back' }],
    ['a subdomain of one that is', { redirect_uri: 'https://a.inlay.test/back' }],
  ])('goes nowhere for %s', async (_case, changes) => {
    addApp();
    const answer = await authorize(changes, await signIn('mara'));
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('may be framed or not, as it is set, and no other page may', async () => {
    addApp();
    const policyOf = (answer: Response): string => answer.headers.get('content-security-policy') ?? '';
    expect(policyOf(await authorize())).not.toContain('frame-ancestors');
    started.jodoo.settings.authorizationFramed = false;
    expect(policyOf(await authorize())).toContain("frame-ancestors 'none'");
    expect(policyOf(await visit('/sign-in'))).toContain("frame-ancestors 'none'");
  });

  it('sets its cookie as it is told', async () => {
    started.jodoo.settings.cookieSameSite = 'None';
    const answer = await send('/sign-in', { person: 'mara', next: '/' });
    expect(answer.headers.get('set-cookie')).toMatch(/; SameSite=None; Secure$/);
  });

  it.each(['https://elsewhere.test/', '//elsewhere.test', '/\\elsewhere.test', 'x', '/..//elsewhere.test'])(
    'A60: a sign-in never leads to %s',
    async (next) => {
      const answer = await send('/sign-in', { person: 'mara', next });
      expect(locationOf(answer).origin).toBe(started.origin);
    },
  );
});

describe('Product Center', () => {
  it('has people sign in, shows the apps and enters one with a code of its own each time', async () => {
    const { suiteId } = addApp({ name: 'Tidewater' });
    expect(locationOf(await visit('/product-center')).pathname).toBe('/sign-in');
    const cookie = await signIn('mara');
    expect(await (await visit('/product-center', cookie)).text()).toContain('Tidewater');
    const codes = [];
    for (let round = 0; round < 2; round += 1) {
      const { origin, pathname, searchParams } = locationOf(await visit(`/product-center/${suiteId}/enter`, cookie));
      expect(`${origin}${pathname}`).toBe('https://inlay.test/jodoo/jod_1/home');
      codes.push(searchParams.get('code'));
    }
    expect(new Set(codes).size).toBe(2);
  });

  it.each(['https://inlay.test', 'a.test, inlay.test', 'test', 'Inlay.test'])(
    'says “whitelist” where Trusted Domains are %j',
    async (trustedDomains) => {
      const { suiteId } = addApp({ trustedDomains });
      const answer = await visit(`/product-center/${suiteId}/enter`, await signIn('mara'));
      expect(await answer.text()).toContain('request source domain is not in the whitelist');
    },
  );

  it('does not enter a disabled app', async () => {
    const { suiteId } = addApp({ enabled: false });
    const answer = await visit(`/product-center/${suiteId}/enter`, await signIn('mara'));
    expect(await answer.text()).toContain('This integration app is disabled');
  });
});

describe('the settings of an app', () => {
  const settings = {
    homePage: 'https://inlay.test/next',
    trustedDomains: 'inlay.test',
    embedAddress: '',
    enabled: 'yes',
  };

  it('are changed by whoever is signed in, and hold at once', async () => {
    const { suiteId } = addApp({ enabled: false });
    const cookie = await signIn('mara');
    const path = `/product-center/${suiteId}`;
    expect(await (await visit(path, cookie)).text()).toContain('value="inlay.test"');
    expect(await (await send(path, settings, cookie)).text()).toContain('Saved.');
    expect(locationOf(await visit(`${path}/enter`, cookie)).pathname).toBe('/next');
    const { enabled: _enabled, ...disabled } = settings;
    await send(path, disabled, cookie);
    expect((await visit(`${path}/enter`, cookie)).status).toBe(400);
    expect(await (await send(path, { ...settings, homePage: 'nothing' }, cookie)).text()).toContain(
      'This is no address',
    );
  });

  it('have a Suite Secret that one resets', async () => {
    const { suiteId, suiteSecret } = addApp();
    const page = await send(`/product-center/${suiteId}/secret`, {}, await signIn('mara'));
    expect(app.suiteSecret).not.toBe(suiteSecret);
    expect(await page.text()).toContain(app.suiteSecret);
    expect(await identify(started.codeFor('mara', app), suiteSecret)).toMatchObject({ body: { code: 8_301 } });
  });

  it('are not changed by strangers, or by other sites', async () => {
    const { suiteId, suiteSecret } = addApp();
    const foreign = { cookie: await signIn('mara'), origin: 'https://elsewhere.test' };
    const post = (path: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${started.origin}${path}`, { method: 'POST', headers, body: new URLSearchParams(settings) });
    for (const path of [`/product-center/${suiteId}`, `/product-center/${suiteId}/secret`]) {
      expect((await send(path, settings)).status).toBe(400);
      expect((await post(path, foreign)).status).toBe(400);
    }
    expect(app).toMatchObject({ suiteSecret, homePage: 'https://inlay.test/jodoo/jod_1/home' });
  });

  it('include what the documents leave open', async () => {
    const { suiteId } = addApp();
    const cookie = await signIn('mara');
    const path = `/product-center/${suiteId}/unknowns`;
    const page = await send(path, { asksApproval: 'yes', codeSeconds: '2', disturbance: 'empty' }, cookie);
    expect(await page.text()).toMatch(/<option value="empty" selected>/);
    expect(started.jodoo.settings).toMatchObject({
      asksApproval: true,
      authorizationFramed: false,
      codeLifetime: 2_000,
    });
    expect((await identify(started.codeFor('mara', app))).body).toEqual({});
    expect(await (await send(path, { codeSeconds: '0' }, cookie)).text()).toContain('1 to 3600 seconds');
    expect((await send(path, { codeSeconds: '9' })).status).toBe(400);
    expect(started.jodoo.settings.codeLifetime).toBe(2_000);
  });

  it('get nothing but origins into the policy of its pages', async () => {
    addApp({
      trustedDomains: "inlay.test,x; script-src *,'unsafe-inline'",
      embedAddress: 'https://inlay.test:8443/embed',
    });
    const answer = await visit('/sign-in');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain('frame-src https://inlay.test https://inlay.test:8443;');
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});

describe('forms and dashboards', () => {
  it('frame the address of the app, a form with values of its record', async () => {
    addApp({ embedAddress: 'https://inlay.test/jodoo/jod_1/embed' });
    const cookie = await signIn('mara');
    expect(await (await visit('/dashboards/order-desk', cookie)).text()).toContain(
      'src="https://inlay.test/jodoo/jod_1/embed"',
    );
    expect(await (await visit('/forms/delivery', cookie)).text()).toContain(
      'src="https://inlay.test/jodoo/jod_1/embed?order=HP-20418&amp;carrier=Nordkurier"',
    );
  });
});

describe('what can be wrong', () => {
  it.each(disturbances.filter((one) => one !== 'slow' && one !== 'silent'))('%s gives no identity', async (how) => {
    const code = started.codeFor('mara', addApp());
    started.jodoo.disturbance = how;
    const answer = await identify(code).catch(() => undefined);
    const { tenant_id, username } = (answer?.body ?? {}) as Readonly<Record<string, unknown>>;
    expect(typeof tenant_id === 'string' && typeof username === 'string' && tenant_id.length < 100).toBe(false);
    started.jodoo.disturbance = undefined;
    expect((await identify(code)).status).toBe(200);
  });

  it('slow does the work and answers late', async () => {
    const code = started.codeFor('mara', addApp());
    started.jodoo.disturbance = 'slow';
    started.jodoo.slowness = 20;
    expect((await identify(code)).status).toBe(200);
    expect(started.jodoo.exchanges.at(-1)).toEqual({ code, outcome: 'identity' });
  });

  it('down answers nothing', async () => {
    started.jodoo.isDown = true;
    expect((await visit('/sign-in')).status).toBe(503);
  });
});
