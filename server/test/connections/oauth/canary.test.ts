import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openCredentials } from '../../../src/connections/credentials/stored.ts';
import { createTestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { openBrowser } from '../../support/browser.ts';
import { begin, createOAuthPartner, goToCallback, origin, outcomeUrl, rowsOf } from './setup.ts';

it('A50: no code, state, verifier, token, cookie or client secret stands in a log, a row, a metric or an address of ours', async () => {
  const login = await startAuthorizationServer();
  const test = await createTestApp({
    extraProviders: [login.entry],
    environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host },
  });
  try {
    const partner = await createOAuthPartner(test, login);
    const browser = openBrowser(() => test);
    const id = await begin(partner.frame);
    const callback = await goToCallback(browser, id);
    const cookie = browser.cookies(new URL(origin)).split('=')[1] ?? '';
    const end = await browser.visit(callback.href, 'site');
    expect(end.text).toContain('Login is connected');
    // One that fails at the provider, and one that fits nothing.
    const second = await goToCallback(browser, await begin(partner.frame));
    login.behave(
      (_request, response) => void response.writeHead(400).end(JSON.stringify({ error: login.clientSecret })),
    );
    await browser.visit(second.href, 'site');
    await openBrowser(() => test).visit(second.href, 'site');

    const [row] = await rowsOf(test, partner.customer.id);
    const stored = row && (await openCredentials(test.services.vault, row));
    const { accessToken, refreshToken, idToken } = stored?.tokens ?? {};
    const secrets = [
      ...[callback, second].flatMap(({ searchParams }) => [searchParams.get('code'), searchParams.get('state')]),
      login.granted[0]?.['code_verifier'],
      cookie,
      login.clientSecret,
      accessToken,
      refreshToken,
      idToken,
    ].map(String);
    expect(secrets.every((secret) => secret.length >= 20)).toBe(true);

    await test.services.audit.flush();
    const tables = ['connections', 'connection_events', 'flow_states', 'audit_events', 'provider_settings', 'sessions'];
    const rows = await Promise.all(
      tables.map((table) => sql`select * from ${sql.table(table)}`.execute(test.services.database)),
    );
    const metrics = (await test.app.inject('/metrics')).body;
    const frame = (await partner.frame.get(`/authorizations/${id}`)).text;
    const places = {
      log: test.log.text(),
      rows: JSON.stringify(rows),
      metrics,
      frame,
      page: end.text,
      address: end.url.href,
    };
    expect(places.address).toBe(outcomeUrl(id));
    for (const [place, text] of Object.entries(places)) {
      for (const [index, secret] of secrets.entries()) {
        expect(text.includes(secret), `secret ${index} in ${place}`).toBe(false);
      }
    }
  } finally {
    await test.close();
    await login.close();
  }
});
