import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { resetSecret } from '../../src/demo/jodoo/apps.ts';
import type { TestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { onEachStore } from '../support/engines.ts';
import { startJodoo } from '../support/jodoo.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import {
  ask,
  beginAttempt,
  codeOf,
  createJodooPartner,
  enter,
  origin,
  sessionStatus,
  setOut,
  tally,
  ticketOf,
} from './setup.ts';

/** Milliseconds within which a change must hold on every instance. */
const promise = 5_000;

describe('Jodoo over two instances', () => {
  let jodoo: TestJodoo;
  beforeAll(async () => {
    jodoo = await startJodoo();
  });
  afterAll(() => jodoo.close());

  onEachStore('signing in', (open) => {
    let first: TestApp;
    let second: TestApp;
    beforeAll(async () => {
      const environment = { INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host };
      first = await open('pair', { environment });
      second = await open('pair', { environment });
    });
    /** One instance after the other. */
    const byTurns = (): (() => TestApp) => {
      let count = 0;
      return () => ((count += 1) % 2 === 0 ? first : second);
    };

    it('A56: of 20 simultaneous requests with one code there is exactly one exchange, and one person comes in', async () => {
      const partner = await createJodooPartner(first, jodoo);
      jodoo.jodoo.exchanges.length = 0;
      const address = partner.url('home', { code: jodoo.codeFor('mara', partner.app) });
      const turns = byTurns();
      const browsers = Array.from({ length: 20 }, () => openBrowser(turns));
      const pages = await Promise.all(browsers.map((browser) => browser.visit(address, 'site')));
      expect(jodoo.jodoo.exchanges).toHaveLength(1);
      const codes = pages.map(codeOf);
      expect(codes.filter((code) => code === undefined)).toHaveLength(1);
      expect(codes.filter((code) => code === 'jodoo_code_invalid')).toHaveLength(19);
      const winner = browsers.find(({ way }) => way.length > 0);
      const ticket = winner === undefined ? '' : ticketOf(winner);
      const payload = { ticket };
      const entered = await Promise.all(Array.from({ length: 20 }, () => ask(turns(), partner.url('enter'), payload)));
      expect(entered.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    });

    it('A54: sets out on one instance and comes back on the other; of 20 callbacks at once, one exchanges', async () => {
      const partner = await createJodooPartner(first, jodoo);
      jodoo.jodoo.exchanges.length = 0;
      const browser = openBrowser(byTurns());
      const state = (await setOut(browser, jodoo, partner.url('login'))).get('state') ?? '';
      const cookie = browser.cookies(new URL(origin));
      const url = new URL(partner.url('callback', { code: jodoo.codeFor('mara', partner.app), state }));
      const turns = byTurns();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          turns().app.inject({ url: url.pathname + url.search, headers: { accept: 'text/html', cookie } }),
        ),
      );
      expect(tally(answers)).toEqual({ 303: 1, 403: 19 });
      expect(jodoo.jodoo.exchanges).toHaveLength(1);
    });

    it('an attempt begun on one instance is answered and taken up on the other, once', async () => {
      const partner = await createJodooPartner(first, jodoo);
      const attempt = await beginAttempt(first, partner);
      expect(attempt.begun.statusCode).toBe(201);
      const browser = openBrowser(() => second);
      const sent = await setOut(browser, jodoo, partner.url('login', { attempt: attempt.id }), 'frame');
      expect((await attempt.takeUp(second)).statusCode).toBe(202);
      const callback = partner.url('callback', {
        code: jodoo.codeFor('mara', partner.app),
        state: sent.get('state') ?? '',
      });
      expect((await browser.visit(callback, 'site')).url.pathname).toBe(`/jodoo/${partner.integration}/done`);
      const turns = byTurns();
      const taken = await Promise.all(Array.from({ length: 20 }, () => attempt.takeUp(turns())));
      expect(tally(taken)).toEqual({ 200: 1, 403: 19 });
      expect(taken.find(({ statusCode }) => statusCode === 200)?.json()).toMatchObject({
        session: { signedInAs: 'mara-lindqvist' },
      });
    });

    it('a replaced Suite Secret holds at once on both', async () => {
      const partner = await createJodooPartner(first, jodoo);
      const home = (): Promise<string[]> =>
        Promise.all(
          [first, second].map(async (instance) => {
            const address = partner.url('home', { code: jodoo.codeFor('mara', partner.app) });
            return codeOf(await openBrowser(() => instance).visit(address, 'site')) ?? 'in';
          }),
        );
      expect(await home()).toEqual(['in', 'in']);
      const suiteSecret = resetSecret(partner.app);
      expect(await home()).toEqual(['jodoo_secret_invalid', 'jodoo_secret_invalid']);
      const url = `/api/v1/jodoo-integrations/${partner.integration}`;
      expect((await first.api(partner.apiKey, 'PATCH', url, { suiteSecret })).statusCode).toBe(200);
      expect(await home()).toEqual(['in', 'in']);
    });

    it('A47: disabling the integration or the mapping ends its sessions within five seconds on both', async () => {
      for (const change of ['integration', 'mapping', 'deleted', 'moved'] as const) {
        const partner = await createJodooPartner(first, jodoo);
        const browser = openBrowser(() => first);
        await browser.visit(partner.url('home', { code: jodoo.codeFor('mara', partner.app) }), 'site');
        const opened = await enter(first, partner, ticketOf(browser));
        expect(await Promise.all([first, second].map((one) => sessionStatus(one, opened)))).toEqual(['open', 'open']);
        const mapping = `/api/v1/jodoo-members/${partner.mapping}`;
        const { apiKey, integration } = partner;
        if (change === 'integration') {
          await first.api(apiKey, 'PATCH', `/api/v1/jodoo-integrations/${integration}`, { enabled: false });
        } else if (change === 'mapping') await first.api(apiKey, 'PATCH', mapping, { disabled: true });
        else if (change === 'deleted') await first.api(apiKey, 'DELETE', mapping);
        else {
          const { id: member } = await first.accounts.member(partner.vendor.vendor.id, partner.customer.id);
          await first.api(apiKey, 'PATCH', mapping, { member });
        }
        expect(await sessionStatus(first, opened)).toBe('session_revoked');
        const changedAt = performance.now();
        while ((await sessionStatus(second, opened)) === 'open' && performance.now() - changedAt < promise) {
          await delay(50);
        }
        expect([change, await sessionStatus(second, opened)]).toEqual([change, 'session_revoked']);
      }
    });
  });
});
