import type { JodooAttempt } from '@inlay/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import { ask, beginAttempt, codeOf, createJodooPartner, frameOrigin, origin, setOut } from './setup.ts';
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
  jodoo.jodoo.exchanges.length = 0;
});

const configOf = (html: string): unknown => {
  const text = /<meta name="inlay-config" content="([^"]*)">/.exec(html)?.[1] ?? '';
  return JSON.parse(
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );
};
const login = (id: string, silent = false): string =>
  partner.url('login', { attempt: id, ...(silent ? { silent: '1' } : {}) });
const callback = (state: URLSearchParams, code = jodoo.codeFor('mara', partner.app)): string =>
  partner.url('callback', { code, state: state.get('state') ?? '' });

describe('the page in a form or dashboard', () => {
  it('may be framed by the integration’s origins alone, and may go to Jodoo in a hidden frame', async () => {
    const page = await openBrowser(() => test).visit(
      partner.url('embed', { path: '/embedded/providers/slack' }),
      'site',
    );
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${frameOrigin};`);
    expect(policy).toContain(`frame-src 'self' ${jodoo.origin}`);
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(page.headers.get('cross-origin-embedder-policy')).toBeNull();
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(configOf(page.text)).toMatchObject({
      path: '/embedded/providers/slack',
      origins: [frameOrigin],
      jodoo: { integration: partner.integration, mode: 'embed', name: 'Harbor & Pine' },
    });
  });

  it('A80: hands on what a form adds as texts to be shown, and nothing that could be a way in', async () => {
    const values = {
      order: 'HP-1',
      note: '<img src=x onerror=alert(1)>"\'&',
      code: 'canary',
      state: 'canary',
      token: 'canary',
    };
    const page = await openBrowser(() => test).visit(partner.url('embed', values), 'site');
    expect(configOf(page.text)).toMatchObject({ jodoo: { values: { order: 'HP-1', note: values.note } } });
    expect(page.text).not.toContain('canary');
    expect(page.text).not.toContain('<img');
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`v${index}`, 'x'.repeat(900)]));
    const { jodoo: entry } = configOf(
      (await openBrowser(() => test).visit(partner.url('embed', many), 'site')).text,
    ) as {
      jodoo: { values: Record<string, string> };
    };
    expect(Object.keys(entry.values)).toHaveLength(20);
    expect(Object.values(entry.values).every(({ length }) => length === 500)).toBe(true);
  });
});

describe('an attempt', () => {
  it('is granted by a window, whose page closes itself at an address without code', async () => {
    const path = '/embedded/providers/slack';
    const attempt = await beginAttempt(test, partner, path);
    expect(attempt.begun.json()).toMatchObject({ id: attempt.id, status: 'pending', silent: null });
    const browser = openBrowser(() => test);
    const sent = await setOut(browser, jodoo, login(attempt.id), 'frame');
    const done = await browser.visit(callback(sent), 'site');
    expect(done.url.href).toBe(partner.url('done'));
    expect(done.text).toContain('You are signed in');
    expect(done.text).toContain('<script src="/oauth/close.js"');
    expect(done.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    const taken = await attempt.takeUp();
    expect(taken.json()).toMatchObject({ session: { path, signedInAs: 'mara-lindqvist', origins: [frameOrigin] } });
    const again = await attempt.takeUp();
    expect([again.statusCode, again.json()]).toMatchObject([403, { error: { code: 'jodoo_state_mismatch' } }]);
  });

  it('goes silently in a hidden frame, by a cookie kept apart, and stays open where that comes to nothing', async () => {
    const attempt = await beginAttempt(test, partner);
    const browser = openBrowser(() => test);
    const headers = { 'sec-fetch-dest': 'iframe' };
    const leave = await browser.visit(login(attempt.id, true), 'frame', { stopAt: jodoo.authorizationUrl, headers });
    expect(leave.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=None; Partitioned; Secure$/);
    const sent = browser.way.at(-1)?.searchParams ?? new URLSearchParams();
    const page = await browser.visit(callback(sent, 'dead'), 'site');
    expect(codeOf(page)).toBe('jodoo_code_invalid');
    expect(page.text).not.toContain('/login');
    const pending = await attempt.takeUp();
    expect(pending.statusCode).toBe(202);
    expect(pending.json<JodooAttempt>()).toMatchObject({ status: 'pending', silent: 'jodoo_code_invalid' });
    const window = openBrowser(() => test);
    const second = await setOut(window, jodoo, login(attempt.id), 'frame');
    await window.visit(callback(second), 'site');
    expect((await attempt.takeUp()).statusCode).toBe(200);
  });

  it('fails with the code of its window, told to the frame once', async () => {
    const attempt = await beginAttempt(test, partner);
    const browser = openBrowser(() => test);
    const sent = await setOut(browser, jodoo, login(attempt.id), 'frame');
    const page = await browser.visit(callback(sent, jodoo.codeFor('tomas', partner.app)), 'site');
    expect([page.status, codeOf(page)]).toEqual([403, 'jodoo_member_unmapped']);
    expect(page.text).toContain('You can close this window.');
    const told = await attempt.takeUp();
    expect([told.statusCode, told.json()]).toMatchObject([
      403,
      { error: { code: 'jodoo_member_unmapped', title: 'Your Jodoo account is not linked yet' } },
    ]);
    expect((await attempt.takeUp()).json()).toMatchObject({ error: { code: 'jodoo_state_mismatch' } });
  });

  it('A62: a victim who is lured to an attacker’s attempt is sent nowhere, and the attacker gets nobody’s session', async () => {
    const attempt = await beginAttempt(test, partner);
    for (const from of ['site', 'address'] as const) {
      const victim = openBrowser(() => test);
      const page = await victim.visit(login(attempt.id), from);
      expect([from, page.status, codeOf(page)]).toEqual([from, 403, 'jodoo_state_mismatch']);
      expect(victim.way).toEqual([]);
    }
    const strangers = [{ 'sec-fetch-site': 'same-site' }, { 'sec-fetch-dest': 'frame' }];
    for (const headers of strangers) {
      expect(codeOf(await openBrowser(() => test).visit(login(attempt.id), 'frame', { headers }))).toBe(
        'jodoo_state_mismatch',
      );
    }
    // Nor by a client that says nothing of where it comes from.
    const url = new URL(login(attempt.id));
    const silent = await test.app.inject({ url: url.pathname + url.search, headers: { accept: 'text/html' } });
    expect(codeOf({ text: silent.body })).toBe('jodoo_state_mismatch');
    // The attacker sets out, and gives the victim the address that comes back.
    const attacker = openBrowser(() => test);
    const sent = await setOut(attacker, jodoo, login(attempt.id), 'frame');
    const victim = openBrowser(() => test);
    expect(codeOf(await victim.visit(callback(sent), 'site'))).toBe('jodoo_state_mismatch');
    expect((await attempt.takeUp()).statusCode).toBe(202);
    expect(jodoo.jodoo.exchanges).toEqual([]);
  });

  it('is nothing to whoever does not know the verifier, or asks for it elsewhere', async () => {
    const attempt = await beginAttempt(test, partner);
    const browser = openBrowser(() => test);
    await browser.visit(callback(await setOut(browser, jodoo, login(attempt.id), 'frame')), 'site');
    const other = await createJodooPartner(test, jodoo);
    const url = `attempts/${attempt.id}/session`;
    for (const answer of [
      await attempt.takeUp(test, 'b'.repeat(43)),
      await ask(test, other.url(url), { verifier: attempt.verifier }),
    ]) {
      expect([answer.statusCode, answer.json()]).toMatchObject([403, { error: { code: 'jodoo_state_mismatch' } }]);
    }
    const evil = await ask(test, partner.url(url), { verifier: attempt.verifier }, { origin: 'https://evil.test' });
    expect(evil.statusCode).toBe(400);
    for (const body of [{}, { verifier: 'short' }, { verifier: attempt.verifier, more: 1 }]) {
      expect((await ask(test, partner.url(url), body)).statusCode).toBe(400);
    }
    expect((await attempt.takeUp()).statusCode).toBe(200);
  });

  it('ends after ten minutes; its id is taken once', async () => {
    const attempt = await beginAttempt(test, partner);
    const taken = await ask(test, partner.url('attempts'), { id: attempt.id, challenge: 'c'.repeat(43) });
    expect([taken.statusCode, taken.json()]).toMatchObject([400, { error: { code: 'request_invalid' } }]);
    test.clock.advance(10 * 60_000 + 1);
    expect((await attempt.takeUp()).json()).toMatchObject({ error: { code: 'jodoo_state_mismatch' } });
    const page = await openBrowser(() => test).visit(login(attempt.id), 'frame');
    expect(codeOf(page)).toBe('jodoo_state_mismatch');
    expect(page.url.origin).toBe(origin);
  });

  it('opens no session for whoever was disabled meanwhile', async () => {
    const attempt = await beginAttempt(test, partner);
    const browser = openBrowser(() => test);
    await browser.visit(callback(await setOut(browser, jodoo, login(attempt.id), 'frame')), 'site');
    await test.api(partner.apiKey, 'PATCH', `/api/v1/jodoo-members/${partner.mapping}`, { disabled: true });
    expect((await attempt.takeUp()).json()).toMatchObject({ error: { code: 'jodoo_member_disabled' } });
  });
});
