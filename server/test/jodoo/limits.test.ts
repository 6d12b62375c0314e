import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { openBrowser } from '../support/browser.ts';
import { startJodoo } from '../support/jodoo.ts';
import { ask, beginAttempt, codeOf, createJodooPartner } from './setup.ts';
import type { JodooPartner } from './setup.ts';

it('A69: whoever guesses codes, states, tickets or integrations, or only begins, is held up by their address', async () => {
  const jodoo = await startJodoo();
  const perMinute = 5;
  const guesses = {
    code: (url: Address) => url('home', { code: `guess-${Math.random()}` }),
    state: (url: Address) => url('callback', { code: 'c', state: 'a'.repeat(43) }),
    integration: () => 'https://inlay.test/jodoo/jod_guess/home',
    login: (url: Address) => url('login'),
  };
  try {
    for (const [what, addressOf] of Object.entries(guesses)) {
      const environment = {
        INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host,
        INLAY_RATE_LIMIT_ADDRESS: String(perMinute),
      };
      const test = await createTestApp({ environment });
      try {
        const partner = await createJodooPartner(test, jodoo);
        const codes: (string | undefined)[] = [];
        for (let round = 0; round <= perMinute; round += 1) {
          const page = await openBrowser(() => test).visit(addressOf(partner.url), 'site', {
            stopAt: jodoo.authorizationUrl,
          });
          codes.push(codeOf(page));
        }
        expect([what, codes.at(-2) === 'rate_limited', codes.at(-1)]).toEqual([what, false, 'rate_limited']);
        const limited = await ask(test, partner.url('enter'), { ticket: 'guess' });
        expect(limited.statusCode).toBe(429);
        expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
        expect((await beginAttempt(test, partner)).begun.statusCode).toBe(429);
      } finally {
        await test.close();
      }
    }
  } finally {
    await jodoo.close();
  }
});

type Address = JodooPartner['url'];
