import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { resetSecret } from '../../src/demo/jodoo/apps.ts';
import { createTestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { startJodoo } from '../support/jodoo.ts';
import { ask, beginAttempt, createJodooPartner, enter, origin, setOut, ticketOf } from './setup.ts';

it('A50, A56: no code, secret, state, cookie, ticket, verifier or session token stands in a log, a row, a metric, a page or an address of ours', async () => {
  const jodoo = await startJodoo();
  const test = await createTestApp({ environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host } });
  try {
    const partner = await createJodooPartner(test, jodoo);
    const secrets = [partner.app.suiteSecret];
    const texts: string[] = [];
    const codes = Array.from({ length: 6 }, () => jodoo.codeFor('mara', partner.app));
    const [used = '', late = '', third = '', fourth = '', fifth = '', sixth = ''] = codes;
    secrets.push(...codes);

    // Enter App, the same again, and a ticket that is used twice.
    const browser = openBrowser(() => test);
    texts.push((await browser.visit(partner.url('home', { code: used }), 'site')).text);
    const ticket = ticketOf(browser);
    texts.push((await browser.visit(partner.url('home', { code: used }), 'site')).text);
    const { sessionToken, session } = await enter(test, partner, ticket);
    texts.push(JSON.stringify(session), (await ask(test, partner.url('enter'), { ticket })).body);
    secrets.push(ticket, sessionToken, sessionToken.slice(32));

    // There and back; by another browser; with a secret that was reset; while Jodoo is down.
    const states: string[] = [];
    for (const [code, by] of [
      [late, browser],
      [third, openBrowser(() => test)],
    ] as const) {
      const state = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
      states.push(state);
      secrets.push(
        ...browser
          .cookies(new URL(origin))
          .split('; ')
          .map((pair) => pair.split('=')[1] ?? ''),
      );
      const page = await by.visit(partner.url('callback', { code, state }), 'site');
      texts.push(page.text, page.url.pathname.endsWith('callback') ? '' : page.url.href);
    }
    const attempt = await beginAttempt(test, partner);
    const sent = await setOut(browser, jodoo, partner.url('login', { attempt: attempt.id }), 'frame');
    states.push(sent.get('state') ?? '');
    const done = await browser.visit(partner.url('callback', { code: fourth, state: sent.get('state') ?? '' }), 'site');
    texts.push(done.text, done.url.href);
    await attempt.takeUp(test, 'x'.repeat(43));
    await attempt.takeUp();
    secrets.push(attempt.verifier, ...states);
    resetSecret(partner.app);
    texts.push((await browser.visit(partner.url('home', { code: fifth }), 'site')).text);
    jodoo.jodoo.disturbance = 'not-json';
    texts.push((await browser.visit(partner.url('home', { code: sixth }), 'site')).text);
    // In places where nothing of the kind belongs.
    const canary = 'CANARY0cafe0babe0canary';
    secrets.push(canary);
    const { integration } = partner;
    const json = { 'content-type': 'application/json' };
    const odd = [
      { url: `/jodoo/${integration}/unknown?code=${canary}` },
      { url: `/jodoo/${integration}/home/?code=${canary}` },
      { url: `/jodoo/${canary}/home?code=${canary}` },
      { url: `/jodoo/%zz?code=${canary}` },
      { url: `/jodoo/${integration}/home?code=${canary}&code=${canary}` },
      { url: `/jodoo/${integration}/home?code=${canary}`, headers: { accept: 'application/json' } },
      {
        url: `/jodoo/${integration}/callback?code=${canary}&state=${canary}&error=${canary}`,
        headers: { cookie: canary },
      },
      { url: `/jodoo/${integration}/login?attempt=${canary}&path=${canary}` },
      { url: `/jodoo/${integration}/enter?ticket=${canary}` },
      { method: 'HEAD' as const, url: `/jodoo/${integration}/home?code=${canary}` },
      { method: 'POST' as const, url: `/jodoo/${integration}/enter`, headers: json, payload: `{"ticket":"${canary}` },
      {
        method: 'POST' as const,
        url: `/jodoo/${integration}/enter`,
        headers: json,
        payload: { ticket: canary, [canary]: canary },
      },
      {
        method: 'POST' as const,
        url: `/jodoo/${integration}/attempts`,
        headers: json,
        payload: { id: canary, challenge: canary },
      },
      {
        method: 'POST' as const,
        url: `/jodoo/${integration}/attempts/${canary}/session`,
        headers: json,
        payload: { verifier: canary },
      },
    ];
    for (const request of odd) {
      const answer = await test.app.inject({ ...request, headers: { accept: 'text/html', ...request.headers } });
      expect([request.url, answer.statusCode >= 500]).toEqual([request.url, false]);
      texts.push(answer.body);
    }
    expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);

    await test.services.audit.flush();
    const tables = [
      'flow_states',
      'audit_events',
      'jodoo_integrations',
      'jodoo_members',
      'sessions',
      'idempotency_keys',
    ];
    const rows = await Promise.all(
      tables.map((table) => sql`select * from ${sql.table(table)}`.execute(test.services.database)),
    );
    const places = {
      log: test.log.text(),
      rows: JSON.stringify(rows),
      metrics: (await test.app.inject('/metrics')).body,
      texts: texts.join('\n'),
    };
    expect(places.metrics).toContain('inlay_jodoo_sign_ins_total{entrance="home",code="admitted"} 1');
    expect(places.metrics).toContain('inlay_jodoo_sign_ins_total{entrance="popup",code="admitted"} 1');
    expect(places.log).toContain('jodoo_secret_invalid');
    for (const [place, text] of Object.entries(places)) {
      for (const [index, secret] of secrets.entries()) {
        expect(text.includes(secret), `secret ${index} in ${place}`).toBe(false);
      }
    }
  } finally {
    await test.close();
    await jodoo.close();
  }
});
