import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resetSecret } from '../../src/demo/jodoo/apps.ts';
import { people } from '../../src/demo/jodoo/people.ts';
import type { Disturbance } from '../../src/demo/jodoo/settings.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import {
  ask,
  codeOf,
  createJodooPartner,
  enter,
  frameOrigin,
  map,
  origin,
  sessionStatus,
  setOut,
  tally,
  ticketOf,
} from './setup.ts';
import type { JodooPartner } from './setup.ts';

let jodoo: TestJodoo;
let test: TestApp;
let partner: JodooPartner;

beforeAll(async () => {
  jodoo = await startJodoo();
  test = await createTestApp({ environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host } });
});
afterAll(() => Promise.all([test.close(), jodoo.close()]));
beforeEach(async () => {
  partner = await createJodooPartner(test, jodoo);
  jodoo.jodoo.disturbance = undefined;
  jodoo.jodoo.exchanges.length = 0;
});

const patch = (changes: object, url = `/api/v1/jodoo-integrations/${partner.integration}`) =>
  test.api(partner.apiKey, 'PATCH', url, changes);
const home = (code: string, browser = openBrowser(() => test)) => browser.visit(partner.url('home', { code }), 'site');
const events = async (): Promise<Record<string, unknown>[]> => {
  await test.services.audit.flush();
  const answer = await test.api(partner.apiKey, 'GET', '/api/v1/audit-events?action=jodoo.sign_in');
  return answer.json<{ data: Record<string, unknown>[] }>().data;
};

describe('Enter App', () => {
  it('signs in by one exchange and leaves an address without code, framed by Jodoo alone', async () => {
    const browser = openBrowser(() => test);
    const code = jodoo.codeFor('mara', partner.app);
    const page = await home(code, browser);
    expect(page.status).toBe(200);
    expect(browser.way).toHaveLength(1);
    expect(browser.way[0]?.pathname).toBe(`/jodoo/${partner.integration}/enter`);
    expect(browser.way[0]?.search).toBe('');
    expect(page.text).not.toContain(code);
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${frameOrigin};`);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const opened = await enter(test, partner, ticketOf(browser));
    expect(opened.session).toMatchObject({
      customer: { id: partner.customer.id },
      member: { id: partner.memberId, name: 'Mara' },
      path: '/embedded/connections',
      origins: [frameOrigin],
      signedInAs: 'mara-lindqvist',
    });
    expect(opened.expiresIn).toBe(1_800);
    expect(await sessionStatus(test, opened)).toBe('open');
    expect(jodoo.jodoo.exchanges).toEqual([{ code, outcome: 'identity' }]);
    expect((await events())[0]).toMatchObject({
      outcome: 'accepted',
      target: partner.integration,
      member: partner.memberId,
    });
  });

  it('says that it works and how to enter where it is opened without a code', async () => {
    const page = await openBrowser(() => test).visit(partner.url('home'));
    expect(page.status).toBe(200);
    expect(codeOf(page)).toBeUndefined();
    expect(page.text).toContain('The App Home Page works');
    expect(page.text).toContain('Product Center');
    expect(page.text).toContain('Enter App');
    for (const [locale, words] of [
      ['de', 'funktioniert'],
      ['zh', '工作正常'],
      ['ar', 'dir="rtl"'],
    ] as const) {
      const other = await openBrowser(() => test).visit(partner.url('home'), 'address', {
        headers: { 'accept-language': locale },
      });
      expect(other.text).toContain(words);
    }
  });

  it('A56: a code that comes again, by Back or Reload, is never asked of Jodoo again and offers to start anew', async () => {
    const browser = openBrowser(() => test);
    const code = jodoo.codeFor('mara', partner.app);
    await home(code, browser);
    for (let again = 0; again < 3; again += 1) {
      const page = await home(code, browser);
      expect([page.status, codeOf(page)]).toEqual([401, 'jodoo_code_invalid']);
      expect(page.text).toContain(`href="/jodoo/${partner.integration}/login"`);
      expect(page.text).toContain('<script src="/jodoo/clean.js"');
      expect(page.text).not.toContain(code);
    }
    expect(jodoo.jodoo.exchanges).toHaveLength(1);
  });

  it('a dead code is jodoo_code_invalid, and says nothing bad of the secret', async () => {
    const page = await home('never-issued-code');
    expect([page.status, codeOf(page)]).toEqual([401, 'jodoo_code_invalid']);
    const { secretState } = (
      await test.api(partner.apiKey, 'GET', `/api/v1/jodoo-integrations/${partner.integration}`)
    ).json<{ secretState: string }>();
    expect(secretState).toBe('accepted');
    const empty = await home('');
    expect([empty.status, codeOf(empty)]).toEqual([400, 'jodoo_code_missing']);
  });

  it('A51: a prefetch, a preview, an image or a script spends no code', async () => {
    const code = jodoo.codeFor('mara', partner.app);
    const url = partner.url('home', { code });
    const lookers = [
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'x-moz': 'prefetch' },
      { 'x-purpose': 'preview' },
      { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' },
      { accept: 'application/json' },
    ];
    for (const headers of lookers) {
      const page = await openBrowser(() => test).visit(url, 'site', { headers });
      expect(codeOf(page)).toBe('http_request_invalid');
    }
    const head = await test.app.inject({ method: 'HEAD', url: new URL(url).pathname + new URL(url).search });
    expect(head.statusCode).toBeGreaterThanOrEqual(400);
    const twice = await openBrowser(() => test).visit(`${url}&code=other`, 'site');
    expect(codeOf(twice)).toBe('http_request_invalid');
    expect(jodoo.jodoo.exchanges).toEqual([]);
    expect((await openBrowser(() => test).visit(url, 'site')).status).toBe(200);
  });

  it('a ticket opens one session, within a minute, of its own integration, asked by our own page', async () => {
    const tickets = await Promise.all(
      ['one', 'late', 'elsewhere', 'foreign'].map(async () => {
        const browser = openBrowser(() => test);
        await home(jodoo.codeFor('mara', partner.app), browser);
        return ticketOf(browser);
      }),
    );
    const [one = '', late = '', elsewhere = '', foreign = ''] = tickets;
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => ask(test, partner.url('enter'), { ticket: one })),
    );
    expect(tally(opened)).toEqual({ 200: 1, 401: 9 });
    const other = await createJodooPartner(test, jodoo);
    const wrong = await ask(test, other.url('enter'), { ticket: elsewhere });
    expect([wrong.statusCode, wrong.json()]).toMatchObject([401, { error: { code: 'jodoo_code_invalid' } }]);
    const evil = await ask(
      test,
      partner.url('enter'),
      { ticket: foreign },
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    );
    expect(evil.statusCode).toBe(400);
    test.clock.advance(60_001);
    const tooLate = await ask(test, partner.url('enter'), { ticket: late });
    expect(tooLate.json()).toMatchObject({
      error: { code: 'jodoo_code_invalid', title: 'This sign-in was used or has expired' },
    });
  });
});

describe('the partner’s own application', () => {
  it('gets the person with a direct link of Inlay’s own, that is redeemed once', async () => {
    await patch({ applicationUrl: 'https://partner.test/app?from=jodoo' });
    const browser = openBrowser(() => test);
    const page = await browser.visit(partner.url('home', { code: jodoo.codeFor('mara', partner.app) }), 'site', {
      stopAt: 'https://partner.test/',
    });
    expect(page.status).toBe(303);
    const sent = browser.way.at(-1);
    expect(`${sent?.origin}${sent?.pathname}`).toBe('https://partner.test/app');
    expect(sent?.searchParams.get('from')).toBe('jodoo');
    const link = new URL(sent?.searchParams.get('direct_link') ?? '');
    expect(link.origin).toBe(origin);
    const token = link.searchParams.get('token');
    const payload = { token, path: link.searchParams.get('path') };
    const redeemed = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload });
    expect(redeemed.json()).toMatchObject({
      session: { member: { id: partner.memberId }, origin: 'https://partner.test' },
    });
    const again = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload });
    expect(again.json()).toMatchObject({ error: { code: 'jti_reused' } });
  });
});

describe('codes of the contract, section 7', () => {
  it('jodoo_integration_missing: for an id that is none, or another’s', async () => {
    for (const id of ['jod_nope', 'x', 'cus_1', '..%2f', '__proto__']) {
      const page = await test.app.inject({ url: `/jodoo/${id}/home?code=c`, headers: { accept: 'text/html' } });
      expect([id, page.statusCode, codeOf({ text: page.body })]).toEqual([id, 404, 'jodoo_integration_missing']);
    }
    const attempt = await ask(test, '/jodoo/jod_nope/attempts', { id: 'a'.repeat(22), challenge: 'b'.repeat(43) });
    expect([attempt.statusCode, attempt.json()]).toMatchObject([404, { error: { code: 'jodoo_integration_missing' } }]);
  });

  it('jodoo_app_disabled: on every way in, and no code is exchanged', async () => {
    await patch({ enabled: false });
    const code = jodoo.codeFor('mara', partner.app);
    for (const address of [
      partner.url('home', { code }),
      partner.url('home'),
      partner.url('login'),
      partner.url('embed'),
      partner.url('enter'),
    ]) {
      const page = await openBrowser(() => test).visit(address, 'site');
      expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_app_disabled']);
    }
    expect(jodoo.jodoo.exchanges).toEqual([]);
  });

  it('jodoo_domain_untrusted: the host of this server must be on the list as it is, no subdomain of one', async () => {
    for (const trustedDomains of ['partner.test', 'test', 'sso.inlay.test']) {
      await patch({ trustedDomains });
      const page = await home(jodoo.codeFor('mara', partner.app));
      expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_domain_untrusted']);
    }
    expect(jodoo.jodoo.exchanges).toEqual([]);
  });

  it('jodoo_tenant_not_allowed: whoever comes from a tenant that is not on the list, with the tenant in the audit', async () => {
    await patch({ tenantIds: ['0000'] });
    const page = await home(jodoo.codeFor('mara', partner.app));
    expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_tenant_not_allowed']);
    expect((await events())[0]).toMatchObject({
      code: 'jodoo_tenant_not_allowed',
      detail: { tenantId: people.mara.tenant.id },
    });
    await patch({ tenantIds: [people.mara.tenant.id] });
    expect((await home(jodoo.codeFor('mara', partner.app))).status).toBe(200);
  });

  it('jodoo_member_unmapped: names whom to ask, and the audit has what to map, in its very case', async () => {
    await patch({ contact: 'Ingrid <it@harborpine.example>' });
    const page = await home(jodoo.codeFor('tomas', partner.app));
    expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_member_unmapped']);
    expect(page.text).toContain('Ask: Ingrid &lt;it@harborpine.example&gt;');
    const { tenant, username } = people.tomas;
    expect((await events())[0]).toMatchObject({
      code: 'jodoo_member_unmapped',
      detail: { tenantId: tenant.id, username },
    });
    // Another case is another person, and so is another tenant's of the same name.
    const body = { integration: partner.integration, member: partner.memberId };
    await test.api(partner.apiKey, 'POST', '/api/v1/jodoo-members', {
      ...body,
      tenantId: tenant.id,
      username: username.toLowerCase(),
    });
    expect(codeOf(await home(jodoo.codeFor('tomas', partner.app)))).toBe('jodoo_member_unmapped');
    expect(codeOf(await home(jodoo.codeFor('maraOfCobalt', partner.app)))).toBe('jodoo_member_unmapped');
    await map(test, partner.apiKey, partner.integration, 'tomas', partner.memberId);
    expect((await home(jodoo.codeFor('tomas', partner.app))).status).toBe(200);
  });

  it('provision: whom nobody mapped becomes a member at the first sign-in, once however many come at a time', async () => {
    await patch({ mappingPolicy: 'provision' });
    const pages = await Promise.all(Array.from({ length: 6 }, () => home(jodoo.codeFor('tomas', partner.app))));
    expect(pages.map(({ status }) => status)).toEqual(Array(6).fill(200));
    const url = `/api/v1/jodoo-members?integration=${partner.integration}`;
    const { data } = (await test.api(partner.apiKey, 'GET', url)).json<{
      data: { username: string; member: string }[];
    }>();
    const made = data.filter(({ username }) => username === people.tomas.username);
    expect(made).toHaveLength(1);
    const members = (await test.api(partner.apiKey, 'GET', `/api/v1/members?customer=${partner.customer.id}`)).json<{
      data: { id: string; name: string }[];
    }>();
    expect(members.data.map(({ name }) => name).toSorted()).toEqual(['Mara', 'Tomas_Vega']);
  });

  it('jodoo_member_disabled: whoever is disabled here, although Jodoo vouches for them', async () => {
    await patch({ disabled: true }, `/api/v1/jodoo-members/${partner.mapping}`);
    const page = await home(jodoo.codeFor('mara', partner.app));
    expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_member_disabled']);
    await patch({ disabled: false }, `/api/v1/jodoo-members/${partner.mapping}`);
    await patch({ confirmed: false }, `/api/v1/members/${partner.memberId}`);
    expect(codeOf(await home(jodoo.codeFor('mara', partner.app)))).toBe('jodoo_member_disabled');
    await patch({ confirmed: true }, `/api/v1/members/${partner.memberId}`);
    await patch({ confirmed: false }, `/api/v1/customers/${partner.customer.id}`);
    expect(codeOf(await home(jodoo.codeFor('mara', partner.app)))).toBe('jodoo_member_disabled');
  });

  it('jodoo_secret_invalid: named to the operator, and a dead code is told apart; a new secret holds at once', async () => {
    const secret = resetSecret(partner.app);
    const page = await home(jodoo.codeFor('mara', partner.app));
    expect([page.status, codeOf(page)]).toEqual([502, 'jodoo_secret_invalid']);
    expect(page.text).toContain('Signing in with Jodoo is not set up right');
    expect(page.text.replaceAll('jodoo_secret_invalid', '')).not.toMatch(/secret/i);
    expect((await events())[0]).toMatchObject({
      code: 'jodoo_secret_invalid',
      detail: { reason: 'HTTP 400, code 8301' },
    });
    const url = `/api/v1/jodoo-integrations/${partner.integration}`;
    expect((await test.api(partner.apiKey, 'GET', url)).json()).toMatchObject({ secretState: 'refused' });
    expect((await patch({ suiteSecret: secret })).json()).toMatchObject({ secretState: 'unknown' });
    expect((await home(jodoo.codeFor('mara', partner.app))).status).toBe(200);
    expect((await test.api(partner.apiKey, 'GET', url)).json()).toMatchObject({ secretState: 'accepted' });
  });

  it.each<Disturbance>([
    'hang-up',
    'http-500',
    'http-502',
    'limited',
    'not-json',
    'truncated',
    'huge',
    'redirect',
    'empty',
    'error-in-200',
    'wrong-types',
  ])('A63: jodoo_unavailable where Jodoo answers with %s, after one call', async (disturbance) => {
    jodoo.jodoo.disturbance = disturbance;
    const page = await home(jodoo.codeFor('mara', partner.app));
    expect([page.status, codeOf(page)]).toEqual([502, 'jodoo_unavailable']);
    expect(page.text).toContain('Sign in again');
    expect(jodoo.jodoo.exchanges).toHaveLength(1);
  });

  it('A63: jodoo_unavailable where Jodoo does not answer within five seconds', async () => {
    jodoo.jodoo.disturbance = 'silent';
    const startedAt = performance.now();
    const page = await home(jodoo.codeFor('mara', partner.app));
    expect([page.status, codeOf(page)]).toEqual([502, 'jodoo_unavailable']);
    const took = performance.now() - startedAt;
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(7_000);
    expect(jodoo.jodoo.exchanges).toHaveLength(1);
  });
});

describe('signing in from the partner’s own page', () => {
  it('A54, A59: goes to Jodoo with app_id, state and an address that is a constant of the configuration', async () => {
    const browser = openBrowser(() => test);
    const sent = await setOut(browser, jodoo, partner.url('login'), 'site', {
      'x-forwarded-host': 'evil.test',
      host: 'evil.test',
    });
    expect(Object.fromEntries(sent)).toEqual({
      app_id: partner.app.suiteId,
      state: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      redirect_uri: `${origin}/jodoo/${partner.integration}/callback`,
    });
    const code = jodoo.codeFor('mara', partner.app);
    const page = await browser.visit(partner.url('callback', { code, state: sent.get('state') ?? '' }), 'site');
    expect(page.status).toBe(200);
    expect(browser.way.at(-1)?.pathname).toBe(`/jodoo/${partner.integration}/enter`);
    const opened = await enter(test, partner, ticketOf(browser));
    expect(opened.session.signedInAs).toBe('mara-lindqvist');
  });

  it('A60: opens the page that was asked for, and no other site’s', async () => {
    const browser = openBrowser(() => test);
    const path = '/embedded/providers/slack';
    const sent = await setOut(browser, jodoo, partner.url('login', { path }));
    const code = jodoo.codeFor('mara', partner.app);
    await browser.visit(partner.url('callback', { code, state: sent.get('state') ?? '' }), 'site');
    expect(browser.way.at(-1)?.searchParams.get('path')).toBe(path);
    expect((await enter(test, partner, ticketOf(browser))).session.path).toBe(path);
    for (const hostile of [
      'https://evil.test/embedded/connections',
      '//evil.test',
      '/\\evil.test',
      '/admin',
      'javascript:alert(1)',
    ]) {
      for (const page of ['login', 'embed', 'enter']) {
        const answer = await openBrowser(() => test).visit(partner.url(page, { path: hostile }), 'site');
        expect([page, hostile, answer.status, codeOf(answer)]).toEqual([page, hostile, 400, 'path_invalid']);
      }
    }
  });

  it('A54: the state is of one use, of ten minutes and of this browser, whose cookie is of this host alone', async () => {
    const browser = openBrowser(() => test);
    const leave = await browser.visit(partner.url('login'), 'site', { stopAt: jodoo.authorizationUrl });
    expect(leave.headers.get('set-cookie')).toMatch(
      /^__Host-inlay-jodoo-[\w-]{8}=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const state = browser.way.at(-1)?.searchParams.get('state') ?? '';
    const code = jodoo.codeFor('mara', partner.app);
    const callback = partner.url('callback', { code, state });
    const jar = browser.cookies(new URL(origin));
    expect((await browser.visit(callback, 'site')).status).toBe(200);
    const again = await browser.visit(callback, 'site', { headers: { cookie: jar } });
    expect([again.status, codeOf(again)]).toEqual([403, 'jodoo_state_mismatch']);
    expect(jodoo.jodoo.exchanges).toHaveLength(1);
    const late = await setOut(browser, jodoo, partner.url('login'));
    test.clock.advance(10 * 60_000 + 1);
    const tooLate = await browser.visit(
      partner.url('callback', { code: jodoo.codeFor('mara', partner.app), state: late.get('state') ?? '' }),
      'site',
    );
    expect(codeOf(tooLate)).toBe('jodoo_state_mismatch');
    expect(jodoo.jodoo.exchanges).toHaveLength(1);
  });

  it('A55, A57: no state, another browser’s, another integration’s: refused before any exchange, and spent', async () => {
    const browser = openBrowser(() => test);
    const other = await createJodooPartner(test, jodoo);
    const code = jodoo.codeFor('mara', partner.app);
    const refusedBy = async (address: string, by = browser): Promise<unknown[]> => {
      const page = await by.visit(address, 'site');
      return [page.status, codeOf(page)];
    };
    const mismatch = [403, 'jodoo_state_mismatch'];
    expect(await refusedBy(partner.url('callback', { code }))).toEqual(mismatch);
    expect(await refusedBy(partner.url('callback', { code, state: 'x' }))).toEqual(mismatch);
    expect(await refusedBy(partner.url('callback', { code, state: 'a'.repeat(43) }))).toEqual(mismatch);
    const stolen = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
    expect(
      await refusedBy(
        partner.url('callback', { code, state: stolen }),
        openBrowser(() => test),
      ),
    ).toEqual(mismatch);
    expect(await refusedBy(partner.url('callback', { code, state: stolen }))).toEqual(mismatch);
    const theirs = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
    expect(await refusedBy(other.url('callback', { code, state: theirs }))).toEqual(mismatch);
    expect(await refusedBy(partner.url('callback', { code, state: theirs }))).toEqual(mismatch);
    expect(jodoo.jodoo.exchanges).toEqual([]);
  });

  it('A44: a cookie that stands there twice is nobody’s', async () => {
    const browser = openBrowser(() => test);
    const state = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
    const own = browser.cookies(new URL(origin));
    const url = new URL(partner.url('callback', { code: jodoo.codeFor('mara', partner.app), state }));
    const headers = { accept: 'text/html', cookie: `${own.split('=')[0]}=${'a'.repeat(43)}; ${own}` };
    const page = await test.app.inject({ url: url.pathname + url.search, headers });
    expect(codeOf({ text: page.body })).toBe('jodoo_state_mismatch');
  });

  it('A54: the state is spent, too, where Jodoo sends an error back', async () => {
    const browser = openBrowser(() => test);
    const state = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
    const denied = await browser.visit(partner.url('callback', { error: 'access_denied', state }), 'site');
    expect([denied.status, codeOf(denied)]).toEqual([400, 'jodoo_code_missing']);
    const after = await browser.visit(
      partner.url('callback', { code: jodoo.codeFor('mara', partner.app), state }),
      'site',
    );
    expect(codeOf(after)).toBe('jodoo_state_mismatch');
    expect(jodoo.jodoo.exchanges).toEqual([]);
  });

  it('goes through Jodoo’s own pages: signed in there once, and silently from then on', async () => {
    const browser = openBrowser(() => test);
    const door = await browser.visit(partner.url('login'), 'site');
    expect(door.text).toContain('Sign in to go on to');
    const next = `${door.url.pathname}${door.url.search}`;
    const body = new URLSearchParams({ person: 'mara', next });
    const headers = { origin: jodoo.origin };
    await browser.visit(`${jodoo.origin}/sign-in`, 'frame', { method: 'POST', body, headers });
    expect((await enter(test, partner, ticketOf(browser))).session.signedInAs).toBe('mara-lindqvist');
    const silent = await browser.visit(partner.url('login'), 'site');
    expect(silent.url.pathname).toBe(`/jodoo/${partner.integration}/enter`);
    const entered = await browser.visit(`${jodoo.origin}/product-center/${partner.app.suiteId}/enter`, 'address');
    expect(entered.url.pathname).toBe(`/jodoo/${partner.integration}/enter`);
  });
});
