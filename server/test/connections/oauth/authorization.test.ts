import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCredentials } from '../../../src/connections/credentials/stored.ts';
import { exchangeLifetime, flowKey } from '../../../src/connections/oauth/flow.ts';
import { createFlowRecords } from '../../../src/connections/oauth/flow-records.ts';
import { createTestApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { openBrowser } from '../../support/browser.ts';
import { openFrame } from '../../support/frame.ts';
import {
  begin,
  callbackUrl,
  connect,
  createOAuthPartner,
  goToCallback,
  newFlowId,
  outcomeUrl,
  rowsOf,
  startUrl,
  statusOf,
  withId,
} from './setup.ts';
import type { Answer, OAuthPartner } from './setup.ts';

let login: AuthorizationServer;
let test: TestApp;
let partner: OAuthPartner;

beforeAll(async () => {
  login = await startAuthorizationServer([callbackUrl, callbackUrl.replace('/login', '/other')]);
  test = await createTestApp({
    extraProviders: [login.entry, withId(login.entry, 'other')],
    environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host },
  });
});
beforeEach(async () => {
  Object.assign(login, { account: 'ada', consent: 'allow', rotates: true, lifetime: 3_600 });
  login.behave(undefined);
  partner = await createOAuthPartner(test, login, ['login', 'other']);
});
afterAll(async () => {
  await test.close();
  await login.close();
});

const tokenRequests = (): number => login.seen.get('/token') ?? 0;
const auditOf = async (): Promise<{ action: string; code: string | null; detail: Record<string, unknown> }[]> =>
  (await test.api(partner.vendor.apiKey, 'GET', '/api/v1/audit-events?limit=50')).json<{
    data: { action: string; code: string | null; detail: Record<string, unknown> }[];
  }>().data;

describe('an authorization', () => {
  it('connects: tokens are sealed, the account is named, the window says so and the frame hears it', async () => {
    const { id, end } = await connect(test, partner.frame);
    expect(end.url.href).toBe(outcomeUrl(id));
    expect(end.status).toBe(200);
    expect(end.text).toContain('Login is connected');
    const [row, ...others] = await rowsOf(test, partner.customer.id);
    expect(others).toEqual([]);
    expect(await statusOf(partner.frame, id)).toMatchObject({ status: 'connected', connection: row?.id, error: null });
    expect(row).toMatchObject({
      status: 'connected',
      account_id: 'ada',
      account_label: 'ada@login.test',
      scopes: JSON.stringify(['openid', 'offline_access', 'email']),
      access_expires_at: test.clock.now() + 3_600_000,
    });
    const stored = row && (await openCredentials(test.services.vault, row));
    expect(stored?.tokens).toMatchObject({ tokenType: 'Bearer', refreshToken: expect.any(String) as string });
    expect(row?.sealed_credentials).not.toContain(stored?.tokens?.accessToken);
    expect((await auditOf()).map(({ action, code }) => [action, code])).toEqual(
      expect.arrayContaining([
        ['connection.authorization_begun', null],
        ['connection.connected', null],
      ]),
    );
    expect(test.services.metrics.snapshot().find(({ name }) => name === 'inlay_authorizations_total')?.values).toEqual(
      expect.arrayContaining([expect.objectContaining({ labels: { code: 'connected' } })]),
    );
  });

  it('A58: sends a fresh S256 challenge each time, and the verifier of it with the code', async () => {
    const challenges = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      const browser = openBrowser(() => test);
      const id = await begin(partner.frame);
      await browser.visit(startUrl(id), 'frame');
      const sent = browser.way[0]?.searchParams;
      expect(sent?.get('code_challenge_method')).toBe('S256');
      const verifier = String(login.granted.at(-1)?.['code_verifier']);
      expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(createHash('sha256').update(verifier).digest('base64url')).toBe(sent?.get('code_challenge'));
      challenges.add(sent?.get('code_challenge') ?? '');
    }
    expect(challenges.size).toBe(2);
  });

  it('A59: the redirect URI is a constant of the settings, whatever the request says of its host', async () => {
    const id = await begin(partner.frame);
    const headers = {
      host: 'evil.test',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.test',
    };
    const browser = openBrowser(() => test);
    await browser.visit(startUrl(id), 'frame', { headers, stopAt: login.issuer });
    expect(browser.way[0]?.searchParams.get('redirect_uri')).toBe(callbackUrl);
  });

  it('A54: the state is 256 bits, and neither it nor what belongs to it stands in the store', async () => {
    const id = await begin(partner.frame);
    const browser = openBrowser(() => test);
    const callback = await goToCallback(browser, id);
    const state = callback.searchParams.get('state') ?? '';
    expect(Buffer.from(state, 'base64url')).toHaveLength(32);
    const rows = JSON.stringify(await test.services.database.selectFrom('flow_states').selectAll().execute());
    expect(rows).not.toContain(state);
    expect(rows).not.toContain(id);
    expect(rows).not.toContain('code_verifier');
  });

  it('the frame may ask again for what it began, and nobody else', async () => {
    const id = newFlowId();
    const ask = (frame = partner.frame) => frame.post<Answer['body']>('/authorizations', { id, provider: 'login' });
    const first = await ask();
    expect([first.status, (await ask()).body]).toEqual([201, first.body]);
    const stranger = await createOAuthPartner(test, login);
    expect((await ask(stranger.frame)).body.error?.code).toBe('request_invalid');
    expect((await stranger.frame.get(`/authorizations/${id}`)).status).toBe(404);
    expect((await stranger.frame.post(`/authorizations/${id}/cancel`, { reason: 'popup_closed' })).status).toBe(404);
    // A session that was renewed meanwhile still is the same person's.
    expect((await statusOf(await openFrame(test, partner), id)).status).toBe('waiting');
  });

  it('the window may open before the frame has registered it', async () => {
    const id = newFlowId();
    const looks = vi.spyOn(test.services.flows, 'read');
    const opening = openBrowser(() => test).visit(startUrl(id), 'frame');
    await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(1);
    looks.mockRestore();
    await partner.frame.post('/authorizations', { id, provider: 'login' });
    expect((await opening).text).toContain('Login is connected');
  });

  it('a window whose registration is refused says why', async () => {
    const id = newFlowId();
    const opening = openBrowser(() => test).visit(startUrl(id), 'frame');
    const refused = await partner.frame.post('/authorizations', { id, provider: 'google' });
    expect(refused.body.error?.code).toBe('provider_not_configured');
    const end = await opening;
    expect(end.url.href).toBe(outcomeUrl(id));
    expect(end.text).toContain('data-view="failed"');
  });

  it('two at once in one browser do not disturb each other', async () => {
    const browser = openBrowser(() => test);
    const ids = [await begin(partner.frame), await begin(partner.frame, { provider: 'other' })];
    const [first, second] = ids as [string, string];
    const callback = await goToCallback(browser, first);
    expect((await browser.visit(startUrl(second), 'frame')).text).toContain('Login other is connected');
    expect((await browser.visit(callback.href, 'site')).text).toContain('Login is connected');
    expect(await rowsOf(test, partner.customer.id)).toHaveLength(2);
  });

  it('the window may be opened again by the same browser, and the newer way counts', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const older = await goToCallback(browser, id);
    const newer = await goToCallback(browser, id);
    expect((await browser.visit(older.href, 'site')).status).toBe(403);
    expect((await browser.visit(newer.href, 'site')).text).toContain('Login is connected');
  });
});

describe('what does not fit is refused before any code is exchanged', () => {
  /** What a browser gets there, and how many codes were exchanged for it. */
  const visited = async (browser: ReturnType<typeof openBrowser>, url: string): Promise<unknown> => {
    const before = tokenRequests();
    const { status, text } = await browser.visit(url, 'site');
    const says = text.includes('This window belongs to another attempt');
    return { status, says, exchanged: tokenRequests() - before };
  };
  const refused = { status: 403, says: true, exchanged: 0 };

  it('A55: no state', async () => {
    const browser = openBrowser(() => test);
    const callback = await goToCallback(browser, await begin(partner.frame));
    callback.searchParams.delete('state');
    expect(await visited(browser, callback.href)).toEqual(refused);
  });

  it('A54, A55: another browser’s state; the right browser still can', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    expect(
      await visited(
        openBrowser(() => test),
        callback.href,
      ),
    ).toEqual(refused);
    expect((await statusOf(partner.frame, id)).status).toBe('opened');
    expect((await browser.visit(callback.href, 'site')).text).toContain('Login is connected');
  });

  it('A55, A57: a state of another provider', async () => {
    const browser = openBrowser(() => test);
    const callback = await goToCallback(browser, await begin(partner.frame));
    expect(await visited(browser, callback.href.replace('/callback/login', '/callback/other'))).toEqual(refused);
  });

  it('A55: a state of another customer, in a browser that opened its own', async () => {
    const other = await createOAuthPartner(test, login);
    const [victim, attacker] = [openBrowser(() => test), openBrowser(() => test)];
    await goToCallback(victim, await begin(partner.frame));
    const callback = await goToCallback(attacker, await begin(other.frame));
    expect(await visited(victim, callback.href)).toEqual(refused);
  });

  it('A54, A56: a used state shows the outcome again and exchanges nothing', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    await browser.visit(callback.href, 'site');
    const before = tokenRequests();
    for (const address of [callback.href, outcomeUrl(id), callback.href, startUrl(id)]) {
      const again = await browser.visit(address, 'site');
      expect(again.url.href).toBe(outcomeUrl(id));
      expect(again.text).toContain('Login is connected');
    }
    expect(tokenRequests()).toBe(before);
    expect(
      await visited(
        openBrowser(() => test),
        callback.href,
      ),
    ).toEqual(refused);
    expect(
      await visited(
        openBrowser(() => test),
        outcomeUrl(id),
      ),
    ).toEqual(refused);
    expect(await rowsOf(test, partner.customer.id)).toHaveLength(1);
  });

  it('A56: of many callbacks at once, one exchanges the code', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    const before = tokenRequests();
    await Promise.all(Array.from({ length: 8 }, () => browser.visit(callback.href, 'site')));
    expect(tokenRequests()).toBe(before + 1);
    expect((await statusOf(partner.frame, id)).status).toBe('connected');
    expect(await rowsOf(test, partner.customer.id)).toHaveLength(1);
  });

  it('A54: an error spends the state, too', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    const failed = new URL(callback);
    failed.searchParams.delete('code');
    failed.searchParams.set('error', 'access_denied');
    await browser.visit(failed.href, 'site');
    const before = tokenRequests();
    expect((await browser.visit(callback.href, 'site')).text).toContain('Access was not granted');
    expect(tokenRequests()).toBe(before);
  });

  it.each([
    ['another', (url: URL) => url.searchParams.set('iss', 'https://evil.test')],
    ['one that differs by a slash', (url: URL) => url.searchParams.set('iss', `${login.issuer}/`)],
    ['none, where the provider says that it sends one', (url: URL) => url.searchParams.delete('iss')],
  ])('A57: an answer whose issuer is %s', async (_name, change) => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    change(callback);
    const before = tokenRequests();
    await browser.visit(callback.href, 'site');
    expect(tokenRequests()).toBe(before);
    expect((await statusOf(partner.frame, id)).error?.code).toBe('state_mismatch');
  });

  it('A54: a changed state, a repeated one, and one that is too long', async () => {
    const browser = openBrowser(() => test);
    const callback = await goToCallback(browser, await begin(partner.frame));
    for (const state of ['', 'x', `${callback.searchParams.get('state')}x`, 'x'.repeat(3_000)]) {
      const changed = new URL(callback);
      changed.searchParams.set('state', state);
      expect(await visited(browser, changed.href)).toEqual(refused);
    }
    const repeated = `${callback.href}&state=${callback.searchParams.get('state')}`;
    expect((await browser.visit(repeated, 'site')).status).toBe(400);
  });
});

describe('a window that the frame did not open', () => {
  it.each(['address', 'site', 'silent'] as const)(
    'A62: by %s asks whose account it is to become before anything happens',
    async (from) => {
      const id = await begin(partner.frame);
      const browser = openBrowser(() => test);
      const page = await browser.visit(startUrl(id), from);
      expect(browser.way).toEqual([]);
      expect(page.text).toContain('Connect Login?');
      expect(page.text).toContain('Customer in Partner Inc');
      expect((await statusOf(partner.frame, id)).status).toBe('waiting');
      const confirmation = /name="confirmation" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const press = (visitor: typeof browser, value: string, options = {}) =>
        visitor.visit(startUrl(id), 'frame', {
          method: 'POST',
          body: new URLSearchParams({ confirmation: value }),
          ...options,
        });
      // Another site’s form, a guess, and a browser that was shown nothing.
      expect((await press(browser, confirmation, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
      expect((await press(browser, 'guess')).text).toContain('Connect Login?');
      expect(
        (
          await press(
            openBrowser(() => test),
            confirmation,
          )
        ).text,
      ).toContain('Connect Login?');
      expect((await statusOf(partner.frame, id)).status).toBe('waiting');
      const again = await browser.visit(startUrl(id), from);
      const leaving = await press(browser, /name="confirmation" value="([^"]+)"/.exec(again.text)?.[1] ?? '');
      expect(leaving.status).toBe(200);
      const href = (/content="0;url=([^"]+)"/.exec(leaving.text)?.[1] ?? '').replaceAll('&amp;', '&');
      expect((await browser.visit(href, 'site')).text).toContain('Login is connected');
    },
  );

  it('A62: another browser cannot take over what one has opened', async () => {
    const id = await begin(partner.frame);
    await goToCallback(
      openBrowser(() => test),
      id,
    );
    for (const from of ['frame', 'address'] as const) {
      expect((await openBrowser(() => test).visit(startUrl(id), from)).status).toBe(403);
    }
  });

  it('is no frame, no prefetch and no script’s request', async () => {
    const id = await begin(partner.frame);
    const refused = [
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
      { 'sec-purpose': 'prefetch' },
      { accept: 'application/json' },
    ];
    for (const headers of refused) {
      const answer = await openBrowser(() => test).visit(startUrl(id), 'frame', { headers });
      expect(answer.status).toBe(400);
    }
    expect((await test.app.inject({ method: 'HEAD', url: `/oauth/start/${id}` })).statusCode).toBe(404);
    expect((await statusOf(partner.frame, id)).status).toBe('waiting');
  });
});

describe('an authorization that comes to nothing', () => {
  it('denied: the frame and the window say so, and nothing is kept', async () => {
    login.consent = 'deny';
    const { id, end } = await connect(test, partner.frame);
    expect(end.text).toContain('Access was not granted');
    const { status, error, connection } = await statusOf(partner.frame, id);
    expect([status, error?.code, connection]).toEqual(['failed', 'authorization_denied', null]);
    expect(await rowsOf(test, partner.customer.id)).toEqual([]);
  });

  it.each([
    ['access_denied', 'authorization_denied'],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['server_error', 'provider_unavailable'],
    ['unauthorized_client', 'provider_not_configured'],
    ['invalid_scope', 'authorization_failed'],
    ['canary-S3CRET-9', 'authorization_failed'],
  ])('the provider’s error %s becomes %s', async (error, code) => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    callback.searchParams.delete('code');
    callback.searchParams.set('error', error);
    callback.searchParams.set('error_description', 'canary-S3CRET-9');
    const end = await browser.visit(callback.href, 'site');
    expect((await statusOf(partner.frame, id)).error?.code).toBe(code);
    expect(end.text).not.toContain('canary');
    expect(JSON.stringify(await auditOf())).not.toContain('canary');
    expect(test.log.text()).not.toContain('canary');
  });

  it.each([
    ['a provider that is down', 503, {}, 'provider_unavailable'],
    ['a code that it refuses', 400, { error: 'invalid_grant' }, 'authorization_failed'],
    ['a client that it does not know', 401, { error: 'invalid_client' }, 'provider_not_configured'],
    ['an error in a positive answer', 200, { error: 'bad_verification_code' }, 'authorization_failed'],
    ['a redirect', 302, {}, 'provider_unavailable'],
    ['an answer without a token', 200, { token_type: 'bearer' }, 'authorization_failed'],
    ['an answer without an ID token', 200, { access_token: 'a', token_type: 'bearer' }, 'authorization_failed'],
  ])('%s: its code, and the exchange is not tried again', async (_name, status, body, code) => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    let asked = 0;
    login.behave((_request, response) => {
      asked += 1;
      response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
      response.end(JSON.stringify(body));
    });
    await browser.visit(callback.href, 'site');
    await browser.visit(callback.href, 'site');
    expect(asked).toBe(1);
    expect((await statusOf(partner.frame, id)).error?.code).toBe(code);
    expect(await rowsOf(test, partner.customer.id)).toEqual([]);
  });

  it('cancelled by the frame: the code that comes later is not exchanged', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    const cancelled = await partner.frame.post<Answer['body']>(`/authorizations/${id}/cancel`, {
      reason: 'popup_closed',
    });
    expect([cancelled.body.status, cancelled.body.error?.code]).toEqual(['failed', 'popup_closed']);
    const before = tokenRequests();
    expect((await browser.visit(callback.href, 'site')).text).toContain('data-view="failed"');
    expect(tokenRequests()).toBe(before);
    const later = await partner.frame.post<Answer['body']>(`/authorizations/${id}/cancel`, { reason: 'popup_blocked' });
    expect(later.body.error?.code).toBe('popup_closed');
  });

  it('cancelled while its code is being exchanged, or afterwards: it goes on', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    const held = login.hold('before');
    const coming = browser.visit(callback.href, 'site');
    await held.arrived;
    const cancel = () => partner.frame.post<Answer['body']>(`/authorizations/${id}/cancel`, { reason: 'popup_closed' });
    expect((await cancel()).body.status).toBe('opened');
    const waits = await browser.visit(outcomeUrl(id), 'address');
    expect(waits.text).toContain('data-view="waiting"');
    held.release();
    expect((await coming).text).toContain('Login is connected');
    expect((await cancel()).body.status).toBe('connected');
  });

  it('too late: ten minutes after it began it is over, and the frame is told without asking', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    test.clock.advance(600_000);
    await test.services.connections.authorizations.sweep();
    const before = tokenRequests();
    expect((await browser.visit(callback.href, 'site')).text).toContain('This took too long');
    expect(tokenRequests()).toBe(before);
    const frame = await openFrame(test, partner);
    expect((await statusOf(frame, id)).error?.code).toBe('authorization_timeout');
    const events = await test.services.database
      .selectFrom('connection_events')
      .selectAll()
      .where('type', '=', 'authorization')
      .orderBy('id', 'desc')
      .execute();
    expect(events[0]?.payload).toContain('authorization_timeout');
  });

  it('A47: nothing is connected for somebody who was shut out meanwhile', async () => {
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    await test.api(partner.vendor.apiKey, 'DELETE', `/api/v1/sessions/${partner.frame.session.id}`);
    const before = tokenRequests();
    await browser.visit(callback.href, 'site');
    expect(tokenRequests()).toBe(before);
    expect((await statusOf(await openFrame(test, partner), id)).error?.code).toBe('session_revoked');
  });

  it.each([
    ['it is connected, and said to be', true, 'connected'],
    ['nothing is', false, 'authorization_failed'],
  ])('a process that died at the exchange: after a minute %s', async (_name, isConnected, outcome) => {
    const { id } = isConnected ? await connect(test, partner.frame) : { id: await begin(partner.frame) };
    const records = createFlowRecords(test.services.flows, test.services.vault);
    const kept = await records.find(flowKey(id));
    const expiresAt = test.clock.now() + exchangeLifetime;
    if (kept !== undefined) await records.change(kept, { ...kept.value, status: 'exchanging', expiresAt });
    expect((await statusOf(partner.frame, id)).status).toBe('opened');
    test.clock.advance(exchangeLifetime);
    const { status, error } = await statusOf(partner.frame, id);
    expect(error?.code ?? status).toBe(outcome);
  });

  it('the provider’s metadata cannot be read: the window says so', async () => {
    const other = await startAuthorizationServer();
    const own = await createTestApp({
      extraProviders: [other.entry],
      environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: other.host },
    });
    const { frame } = await createOAuthPartner(own, other);
    other.behave((_request, response) => void response.writeHead(500).end());
    const { id, end } = await connect(own, frame);
    expect(end.url.href).toBe(outcomeUrl(id));
    expect((await statusOf(frame, id)).error?.code).toBe('provider_unavailable');
    await own.close();
    await other.close();
  });
});

describe('a reconnection', () => {
  it('with the same account gives fresh tokens to the same connection', async () => {
    await connect(test, partner.frame);
    const [before] = await rowsOf(test, partner.customer.id);
    const { id, end } = await connect(test, partner.frame, { connection: before?.id });
    expect(end.text).toContain('Login is connected');
    const [after, ...others] = await rowsOf(test, partner.customer.id);
    expect(others).toEqual([]);
    expect(after?.id).toBe(before?.id);
    expect(after?.sealed_credentials).not.toBe(before?.sealed_credentials);
    expect((await statusOf(partner.frame, id)).connection).toBe(before?.id);
  });

  it('with another account is refused, and the old credentials stay', async () => {
    await connect(test, partner.frame);
    const before = await rowsOf(test, partner.customer.id);
    login.account = 'grace';
    const { id } = await connect(test, partner.frame, { connection: before[0]?.id });
    expect((await statusOf(partner.frame, id)).error?.code).toBe('account_mismatch');
    expect(await rowsOf(test, partner.customer.id)).toEqual(before);
  });

  it('A55: of another customer’s connection is refused like one that is not there', async () => {
    await connect(test, partner.frame);
    const [row] = await rowsOf(test, partner.customer.id);
    const other = await createOAuthPartner(test, login);
    const answer = await other.frame.post('/authorizations', { id: newFlowId(), connection: row?.id });
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'connection_missing']);
  });
});

describe('what the windows are sent with', () => {
  it('nobody frames them, nothing is kept, forms go nowhere else, and the frame sees them close', async () => {
    const id = await begin(partner.frame);
    const browser = openBrowser(() => test);
    const pages = [await browser.visit(startUrl(id), 'address'), await browser.visit(startUrl(id), 'frame')];
    for (const { headers } of pages) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).not.toBeNull();
    }
    expect(pages[0]?.headers.get('set-cookie')).toMatch(
      /^__Host-inlay-flow-[A-Za-z0-9_-]{8}=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it.each([
    ['de', 'Login ist verbunden', 'ltr'],
    ['zh-CN', 'Login 已连接', 'ltr'],
    ['ar', 'تم ربط Login', 'rtl'],
  ])('speaks the language of the frame: %s', async (language, words, direction) => {
    const id = newFlowId();
    await test.app.inject({
      method: 'POST',
      url: '/embed/v1/authorizations',
      headers: { authorization: `Bearer ${partner.frame.sessionToken}`, 'accept-language': language },
      payload: { id, provider: 'login' },
    });
    const { text } = await openBrowser(() => test).visit(startUrl(id), 'frame');
    expect(text).toContain(words);
    expect(text).toContain(`dir="${direction}"`);
  });
});
