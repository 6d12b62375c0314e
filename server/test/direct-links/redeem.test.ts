import type { RedeemAnswer } from '@inlay/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { listen } from '../support/http.ts';
import type { HttpAnswer, HttpClient } from '../support/http.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { encode } from '../support/tokens.ts';

let test: TestApp;
let http: HttpClient;
let partner: Partner;

beforeAll(async () => {
  test = await createTestApp();
  http = await listen(test);
  partner = await createPartner(test);
});
afterAll(() => test.close());

const redeem = (token: string, headers?: Record<string, string>): Promise<HttpAnswer> =>
  http.post('/direct_link/redeem', { token, path: '/embedded/connections' }, headers);
const codeOf = ({ body }: HttpAnswer): unknown => (JSON.parse(body) as { error?: { code: string } }).error?.code;

describe('redemption', () => {
  it('answers a session whose token opens /embed/v1', async () => {
    const member = await test.accounts.member(partner.vendor.vendor.id, partner.customer.id, {
      name: 'Ada',
      externalId: 'ada',
    });
    const answer = await redeem(partner.token({ sub: `${partner.sub}:Eada` }));
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { sessionToken, session, expiresIn } = JSON.parse(answer.body) as RedeemAnswer;
    expect(expiresIn).toBe(30 * 60);
    expect(session).toEqual({
      id: expect.stringMatching(/^ses_/) as string,
      customer: { id: partner.customer.id, name: partner.customer.name },
      member: { id: member.id, name: 'Ada' },
      path: '/embedded/connections',
      origin: 'https://partner.test',
      origins: ['https://partner.test'],
    });
    const own = await http.get('/embed/v1/session', {
      authorization: `Bearer ${sessionToken}`,
      accept: 'application/json',
    });
    expect(JSON.parse(own.body)).toEqual({ session, expiresIn });
  });

  it('A42: every session has a token of its own, of 256 random bits', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(partner.token())));
    const tokens = answers.map(({ body }) => (JSON.parse(body) as RedeemAnswer).sessionToken);
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(32);
  });

  it('A06: the integer 1 and the string "1" are one jti', async () => {
    expect((await redeem(partner.token({ jti: 1 }))).status).toBe(200);
    expect(codeOf(await redeem(partner.token({ jti: '1' })))).toBe('jti_reused');
  });

  it('A05, A14: two vendors may use the same jti', async () => {
    const other = await createPartner(test);
    expect((await redeem(partner.token({ jti: 'shared' }))).status).toBe(200);
    expect((await redeem(other.token({ jti: 'shared' }))).status).toBe(200);
  });

  it('A45: is for our own page: another Origin or site is refused and spends nothing', async () => {
    const token = partner.token();
    for (const headers of [
      { origin: 'https://partner.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect(codeOf(await redeem(token, headers))).toBe('http_request_invalid');
    }
    expect((await redeem(token, { origin: 'https://inlay.test', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it.each([[{ token: 1 }], [{ token: 'x', admin: true }], [{ token: ['x'] }], [[]], ['x'], [null]])(
    'A33, A85: refuses the body %j with a code',
    async (body) => {
      const answer = await http.post('/direct_link/redeem', body);
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe('http_request_invalid');
    },
  );

  it.each(['{', '', 'token', '{"token":"x"', '\u0000'])(
    'A33: refuses %j, which is no JSON, by the same code',
    async (body) => {
      const url = '/direct_link/redeem';
      const headers = { 'content-type': 'application/json' };
      const answer = await test.app.inject({ method: 'POST', url, headers, payload: body });
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: { code: 'http_request_invalid' } }]);
    },
  );

  it('takes JSON alone', async () => {
    const answer = await http.post('/direct_link/redeem', { token: partner.token() }, { 'content-type': 'text/plain' });
    expect(codeOf(answer)).toBe('media_type_unsupported');
  });

  it('A03, A08, A86: a used link stays used while it could be accepted, however the clock is set', async () => {
    const { clock, services } = test;
    const start = clock.now();
    const ahead = partner.token({ iat: start / 1000 + 30 });
    expect((await redeem(ahead)).status).toBe(200);
    for (const seconds of [1, 29, 30, 59, 60]) {
      clock.set(start + seconds * 1000);
      await services.sessionStore.sweep(clock.now());
      expect(codeOf(await redeem(ahead))).toBe('jti_reused');
    }
    // Two days on, the record is swept; then the clock is set back to when the link was young.
    clock.set(start + 48 * 3_600_000);
    expect(await services.sessionStore.sweep(clock.now())).toBeGreaterThan(0);
    clock.set(start + 30_000);
    expect(codeOf(await redeem(ahead))).toBe('token_expired');
    clock.set(start + 49 * 3_600_000);
    expect((await redeem(partner.token())).status).toBe(200);
  });
});

describe('a link that was looked at', () => {
  const look = (token: string): Promise<HttpAnswer> => http.get(`/direct_link?token=${token}`);

  it('A01: is good for one redemption all the same, however often it was looked at', async () => {
    const token = partner.token();
    for (let times = 0; times < 3; times++) expect((await look(token)).status).toBe(200);
    expect((await redeem(token)).status).toBe(200);
    expect(codeOf(await redeem(token))).toBe('jti_reused');
    expect((await look(token)).status).toBe(409);
    expect(codeOf(await redeem(token))).toBe('jti_reused');
  });

  it('A09: lends its signature to no other text, however alike', async () => {
    const token = partner.token();
    expect((await look(token)).status).toBe(200);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), jti: 'another' };
    for (const other of [
      `${header}.${encode(claims)}.${signature}`,
      `${encode({ alg: 'RS256', typ: 'JWT' })}.${payload}.${signature}`,
      `${header}.${payload}.${'A'.repeat(signature.length)}`,
    ]) {
      expect(codeOf(await redeem(other))).toBe('token_signature_invalid');
    }
    expect((await redeem(token)).status).toBe(200);
  });

  it('A08, A16, A17: is judged anew by time, key and customer when it is redeemed', async () => {
    const fresh = await createPartner(test);
    const { apiKey } = fresh.vendor;
    const [late, disabled, revoked] = [fresh.token(), fresh.token(), fresh.token()];
    expect((await look(late)).status).toBe(200);
    test.clock.set(test.clock.now() + 31_000);
    expect(codeOf(await redeem(late))).toBe('token_expired');
    test.clock.set(test.clock.now() - 31_000);

    expect((await look(disabled)).status).toBe(200);
    const customer = `/api/v1/customers/${fresh.customer.id}`;
    await test.api(apiKey, 'PATCH', customer, { directLinksEnabled: false });
    expect(codeOf(await redeem(disabled))).toBe('team_direct_team_link_disabled');
    await test.api(apiKey, 'PATCH', customer, { directLinksEnabled: true });

    expect((await look(revoked)).status).toBe(200);
    await test.api(apiKey, 'PATCH', `/api/v1/signing-keys/${fresh.key.row.id}`, { status: 'revoked' });
    expect(codeOf(await redeem(revoked))).toBe('vendor_key_missing');
  });
});

describe('whoever merely looks spends nothing', () => {
  it.each([
    ['a GET', 'GET', {}],
    ['HEAD', 'HEAD', {}],
    ['OPTIONS', 'OPTIONS', {}],
    [
      'a speculative prefetch',
      'GET',
      { 'sec-purpose': 'prefetch;prerender', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' },
    ],
    ['an old prefetch', 'GET', { purpose: 'prefetch', 'x-moz': 'prefetch' }],
    ['a range request', 'GET', { range: 'bytes=0-10' }],
    ['a preview agent', 'GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0', accept: '*/*' }],
    ['an image tag', 'GET', { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' }],
  ])('A51, A52: %s', async (_name, method, headers) => {
    const token = partner.token();
    for (let times = 0; times < 3; times++) await http.get(`/direct_link?token=${token}`, headers, method);
    expect((await redeem(token)).status).toBe(200);
  });
});
