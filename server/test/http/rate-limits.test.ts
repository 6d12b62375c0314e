import { InlayError } from '@inlay/shared';
import { afterEach, describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import type { RateLimit } from '../../src/http/rate-limit.ts';
import { createRateLimits } from '../../src/http/rate-limits.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';

const isRefused = (limit: RateLimit, key: string): boolean => {
  try {
    limit.check(key);
    return false;
  } catch (error) {
    return error instanceof InlayError && error.code === 'rate_limited' && (error.retryAfter ?? 0) > 0;
  }
};

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['192.0.2.1', '::ffff:192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
])('A69: what %s did counts for %s: %s', (one, other, same) => {
  const { address } = createRateLimits({ perAddress: 1, perApiKey: 1, perVendor: 1 });
  address.count(one);
  expect(isRefused(address, other)).toBe(same);
});

it('refuses at once what is over the measure, and each key has its own', () => {
  const limit = createRateLimit('own', 3);
  for (let times = 0; times < 3; times += 1) {
    expect(isRefused(limit, 'a')).toBe(false);
    limit.count('a');
  }
  expect(isRefused(limit, 'a')).toBe(true);
  expect(isRefused(limit, 'b')).toBe(false);
});

describe('on the server', () => {
  let test: TestApp | undefined;
  afterEach(() => test?.close());

  const start = async (environment: Readonly<Record<string, string>>) => {
    test = await createTestApp({ environment });
    return { server: test, app: test.app, partner: await createPartner(test) };
  };

  it('A69: an API key has a measure of requests', async () => {
    const { server, partner } = await start({ INLAY_RATE_LIMIT_API_KEY: '3' });
    const ask = () => server.api(partner.vendor.apiKey, 'GET', '/api/v1/customers');
    for (let times = 0; times < 3; times += 1) expect((await ask()).statusCode).toBe(200);
    const refused = await ask();
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('A69: a vendor has one for all its keys and redemptions, another vendor its own, and nothing is spent', async () => {
    const { server, app, partner } = await start({ INLAY_RATE_LIMIT_VENDOR: '2' });
    const redeem = (token: string) => app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect((await server.api(partner.vendor.apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
    expect((await redeem(partner.token())).statusCode).toBe(200);
    const token = partner.token();
    expect((await redeem(token)).json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect((await server.api(partner.vendor.apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(429);
    const peek = await app.inject({ url: `/direct_link?token=${token}`, headers: { accept: 'text/html' } });
    expect(peek.statusCode).toBe(200);
    const other = await createPartner(server);
    expect((await redeem(other.token())).statusCode).toBe(200);
  });

  it('A69: an address has one of links that nobody can still be using, though they were signed', async () => {
    const { server, app, partner } = await start({ INLAY_RATE_LIMIT_ADDRESS: '2' });
    const redeem = async (token: string) => {
      const answer = await app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
      return answer.json<{ error?: { code: string } }>().error?.code;
    };
    const used = partner.token();
    expect(await redeem(used)).toBeUndefined();
    const late = (seconds: number) => partner.token({ iat: Math.floor(server.clock.now() / 1000) - seconds });
    // A link of a minute ago, a clock that is four minutes slow, a page that is loaded anew: the vendor's to bound.
    for (let times = 0; times < 5; times += 1) {
      expect([await redeem(used), await redeem(late(60)), await redeem(late(240))]).toEqual([
        'jti_reused',
        'token_expired',
        'token_expired',
      ]);
    }
    expect([await redeem(late(301)), await redeem(partner.token({ iat: 'x' }))]).toEqual([
      'token_expired',
      'iat_invalid',
    ]);
    expect(await redeem(partner.token())).toBe('rate_limited');
  });

  it('A69: replays of a link take nothing of the measure of its vendor', async () => {
    const { app, partner } = await start({ INLAY_RATE_LIMIT_VENDOR: '2' });
    const redeem = (token: string) => app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    const used = partner.token();
    const codes = [await redeem(used), await redeem(used), await redeem(used), await redeem(partner.token())];
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 409, 409, 200]);
  });

  it('A69: an address has one of API keys that are none; a key that is one goes on', async () => {
    const { server, partner } = await start({ INLAY_RATE_LIMIT_ADDRESS: '2' });
    const guess = async (text: string) =>
      (await server.api(`inl_${text.repeat(40)}`, 'GET', '/api/v1/customers')).statusCode;
    expect([await guess('a'), await guess('b'), await guess('c')]).toEqual([401, 401, 429]);
    expect((await server.api(partner.vendor.apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
  });
});
