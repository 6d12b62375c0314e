import { errorCatalogue, errorText } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setSigningKeyStatus } from '../../src/accounts/signing-keys.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { listen } from '../support/http.ts';
import type { HttpClient } from '../support/http.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { encode, makeToken, soundClaims } from '../support/tokens.ts';

let test: TestApp;
let http: HttpClient;
let partner: Partner;
const stranger = makeKeyPair();

beforeAll(async () => {
  test = await createTestApp();
  http = await listen(test);
  partner = await createPartner(test);
});
afterAll(() => test.close());

/** What a case asks for: a link, and how. */
interface Attempt {
  readonly token?: string | null;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: OutgoingHttpHeaders;
}

const vendorId = (): string => partner.vendor.vendor.id;
const vendorKey = (): string => partner.vendor.vendor.key;
const token = (changes?: Record<string, unknown>, header?: Record<string, unknown>): string =>
  partner.token(changes, header);

async function freshVendor(change: (partner: Partner) => Promise<void>): Promise<Attempt> {
  const other = await createPartner(test);
  await change(other);
  return { token: other.token() };
}

async function setVendor(id: string, values: { admin_customer_id?: null; direct_links_enabled?: 0 }): Promise<void> {
  await test.services.database.updateTable('vendors').set(values).where('id', '=', id).execute();
  test.services.directory.changed(id);
}

async function customerWith(input: Parameters<TestApp['accounts']['customer']>[1]): Promise<string> {
  const customer = await test.accounts.customer(vendorId(), input);
  return `${vendorKey()}:${customer.id}`;
}

/** One row or more for each code, each in the very condition that the contract names. */
const cases: readonly (readonly [ErrorCode, string, () => Attempt | Promise<Attempt>])[] = [
  ['http_request_invalid', 'Accept leaves HTML out', () => ({ headers: { accept: 'application/json' } })],
  ['http_request_invalid', 'XMLHttpRequest', () => ({ headers: { 'x-requested-with': 'XMLHttpRequest' } })],
  [
    'http_request_invalid',
    'fetched by a script',
    () => ({ headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } }),
  ],
  [
    'http_request_invalid',
    'A52: loaded as an image',
    () => ({ headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } }),
  ],
  ['http_request_invalid', 'A83: loaded as a script', () => ({ headers: { 'sec-fetch-dest': 'script' } })],
  ['http_request_invalid', 'A85: a repeated parameter', () => ({ query: '&token=x' })],
  ['http_request_invalid', 'both names of one parameter', () => ({ query: '&workato_dl_token=x' })],
  ['path_invalid', 'another page', () => ({ path: '/embedded/admin' })],
  ['path_invalid', 'another origin', () => ({ path: 'https://evil.example/embedded/connections' })],
  ['path_invalid', 'A60: what parses as this origin and is none of its paths', () => ({ path: '/..//evil.example' })],
  ['path_invalid', 'http', () => ({ path: 'http://inlay.test/embedded/connections' })],
  ['path_invalid', 'a path claim for another page', () => ({ token: token({ path: '/embedded/providers/jodoo' }) })],
  ['path_invalid', 'a path claim that is no text', () => ({ token: token({ path: 1 }) })],
  ['token_missing', 'no token', () => ({ token: null })],
  ['token_missing', 'an empty token', () => ({ token: '' })],
  ['token_missing', 'A85: array form', () => ({ token: null, query: '&token[]=x' })],
  ['token_invalid', 'no JWS', () => ({ token: 'a.b.c' })],
  ['token_invalid', 'a forbidden header member', () => ({ token: token({}, { alg: 'RS256', crit: [] }) })],
  ['token_invalid', 'A31: an aud of another server', () => ({ token: token({ aud: 'https://staging.test' }) })],
  ['alg_invalid', 'another algorithm', () => ({ token: token({}, { alg: 'HS256' }) })],
  ['sub_missing', 'no sub', () => ({ token: token({ sub: undefined }) })],
  ['sub_invalid', 'a sub without a customer', () => ({ token: token({ sub: vendorKey() }) })],
  ['team_missing', 'an id that was never given out', () => ({ token: token({ sub: `${vendorKey()}:cus_nope` }) })],
  ['vendor_missing', 'an unknown vendor key', () => ({ token: token({ sub: 'nobody:E1' }) })],
  [
    'vendor_missing',
    'A16: a kid that names none of the vendor’s keys',
    () => ({ token: token({}, { alg: 'RS256', kid: 'other' }) }),
  ],
  [
    'vendor_missing',
    'A15, A84: a kid that is a prototype’s member',
    () => ({ token: token({}, { alg: 'RS256', kid: '__proto__' }) }),
  ],
  [
    'vendor_key_missing',
    'no key at all',
    async () => {
      const vendor = await test.accounts.vendor();
      const customer = await test.accounts.customer(vendor.vendor.id);
      const claims = soundClaims(`${vendor.vendor.key}:${customer.id}`, test.clock.now());
      return { token: makeToken(stranger.privateKey, claims) };
    },
  ],
  [
    'vendor_key_missing',
    'A16: the only key is revoked',
    () =>
      freshVendor(async (other) => {
        await setSigningKeyStatus(
          test.services,
          { actor: 'test' },
          other.vendor.vendor.id,
          other.key.row.id,
          'revoked',
        );
      }),
  ],
  [
    'token_signature_invalid',
    'A16: the key that kid names is revoked, another is active',
    async () => {
      const other = await createPartner(test);
      await test.accounts.signingKey(other.vendor.vendor.id, 'second');
      await setSigningKeyStatus(test.services, { actor: 'test' }, other.vendor.vendor.id, other.key.row.id, 'revoked');
      return { token: other.token({}, { alg: 'RS256', kid: 'main' }) };
    },
  ],
  [
    'token_signature_invalid',
    'another key',
    () => ({ token: makeToken(stranger.privateKey, soundClaims(partner.sub, test.clock.now())) }),
  ],
  ['token_signature_invalid', 'A27: no signature', () => ({ token: token().replace(/\.[^.]+$/, '.') })],
  [
    'token_signature_invalid',
    'A27: a signature of zeros',
    () => ({ token: token().replace(/\.[^.]+$/, `.${encode(Buffer.alloc(256))}`) }),
  ],
  [
    'token_signature_invalid',
    'A27: a leading zero byte too many',
    () => {
      const [header, claims, signature = ''] = token().split('.');
      return {
        token: `${header}.${claims}.${encode(Buffer.concat([Buffer.alloc(1), Buffer.from(signature, 'base64url')]))}`,
      };
    },
  ],
  [
    'token_signature_invalid',
    'other claims under the same signature',
    () => {
      const [header, , signature] = token().split('.');
      return { token: `${header}.${encode(soundClaims(partner.sub, test.clock.now()))}.${signature}` };
    },
  ],
  ['iat_missing', 'no iat', () => ({ token: token({ iat: undefined }) })],
  ['iat_invalid', 'an iat in a text', () => ({ token: token({ iat: '1' }) })],
  ['token_expired', '31 s old', () => ({ token: token({ iat: test.clock.now() / 1000 - 31 }) })],
  ['token_expired', '31 s ahead', () => ({ token: token({ iat: test.clock.now() / 1000 + 31 }) })],
  ['token_expired', 'in milliseconds', () => ({ token: token({ iat: test.clock.now() }) })],
  ['token_expired', 'exp is past', () => ({ token: token({ exp: test.clock.now() / 1000 - 1 }) })],
  ['token_expired', 'nbf is ahead', () => ({ token: token({ nbf: test.clock.now() / 1000 + 60 }) })],
  ['jti_missing', 'no jti', () => ({ token: token({ jti: undefined }) })],
  ['jti_invalid', 'an empty jti', () => ({ token: token({ jti: '' }) })],
  [
    'vendor_admin_missing',
    'no admin account',
    () => freshVendor((other) => setVendor(other.vendor.vendor.id, { admin_customer_id: null })),
  ],
  [
    'vendor_direct_team_link_disabled',
    'links off for the vendor',
    () => freshVendor((other) => setVendor(other.vendor.vendor.id, { direct_links_enabled: 0 })),
  ],
  ['team_missing', 'an unknown customer', () => ({ token: token({ sub: `${vendorKey()}:Enobody` }) })],
  [
    'team_missing',
    'A14, A32: a customer of another vendor',
    async () => {
      const other = await createPartner(test);
      return { token: token({ sub: `${vendorKey()}:${other.customer.id}` }) };
    },
  ],
  [
    'team_not_allowed',
    'the admin account',
    () => ({ token: token({ sub: `${vendorKey()}:${partner.vendor.adminCustomer.id}` }) }),
  ],
  [
    'team_not_allowed',
    'a manager of the admin account as member',
    async () => {
      const manager = await test.accounts.member(vendorId(), partner.vendor.adminCustomer.id, { role: 'manager' });
      return { token: token({ sub: `${partner.sub}:${manager.id}` }) };
    },
  ],
  [
    'team_not_allowed',
    'a manager of the admin account as customer',
    async () => {
      const manager = await test.accounts.member(vendorId(), partner.vendor.adminCustomer.id, { role: 'manager' });
      return { token: token({ sub: `${vendorKey()}:${manager.id}` }) };
    },
  ],
  [
    'team_unconfirmed',
    'an unconfirmed customer',
    async () => ({ token: token({ sub: await customerWith({ confirmed: false }) }) }),
  ],
  [
    'team_direct_team_link_disabled',
    'links off for the customer',
    async () => ({ token: token({ sub: await customerWith({ directLinksEnabled: false }) }) }),
  ],
  [
    'team_saml_required',
    'a customer that demands SAML',
    async () => ({ token: token({ sub: await customerWith({ samlRequired: true }) }) }),
  ],
  ['member_invalid', 'an unknown member', () => ({ token: token({ sub: `${partner.sub}:Enobody` }) })],
  [
    'member_invalid',
    'a member of another customer',
    async () => {
      const other = await test.accounts.customer(vendorId());
      const member = await test.accounts.member(vendorId(), other.id);
      return { token: token({ sub: `${partner.sub}:${member.id}` }) };
    },
  ],
  [
    'member_unconfirmed',
    'an unconfirmed member',
    async () => {
      const member = await test.accounts.member(vendorId(), partner.customer.id, { confirmed: false });
      return { token: token({ sub: `${partner.sub}:${member.id}` }) };
    },
  ],
  [
    'origin_missing',
    'several origins, no claim',
    async () => ({
      token: token({ sub: await customerWith({ embeddingOrigins: ['https://a.test', 'https://b.test'] }) }),
    }),
  ],
  [
    'origin_missing',
    'no origin configured',
    async () => ({ token: token({ sub: await customerWith({ embeddingOrigins: [] }), origin: 'https://a.test' }) }),
  ],
  [
    'origin_not_allowed',
    'an origin that is not on the list',
    () => ({ token: token({ origin: 'https://evil.test' }) }),
  ],
  [
    'origin_not_allowed',
    'A34: an origin that is not byte for byte on the list',
    () => ({ token: token({ origin: 'https://partner.test/' }) }),
  ],
  ['origin_not_allowed', 'A40: the origin null', () => ({ token: token({ origin: 'null' }) })],
  [
    'jti_reused',
    'A04: redeemed before',
    async () => {
      const used = token();
      expect((await http.post('/direct_link/redeem', { token: used })).status).toBe(200);
      return { token: used };
    },
  ],
];

/** Codes whose condition lies in the request, not in the link: the redemption has others. */
const aboutNavigation: readonly ErrorCode[] = ['http_request_invalid'];

function address({ token: text = token(), path, query = '' }: Attempt): string {
  const parameters = new URLSearchParams();
  if (text !== null) parameters.set('token', text);
  if (path !== undefined) parameters.set('path', path);
  return `/direct_link?${parameters.toString()}${query}`;
}

describe('each refusal has its code, in the condition that the contract names', () => {
  it.each(cases)('%s: %s (peek)', async (code, _condition, make) => {
    const attempt = await make();
    const answer = await http.get(address(attempt), attempt.headers);
    expect(answer.status).toBe(errorCatalogue[code].status);
    expect(answer.body).toContain(`data-code="${code}"`);
    expect(answer.body).toContain(errorText(code).title);
    expect(answer.body).toMatch(/data-request-id="req_[0-9a-z]{16}"/);
    // A36, A37: every refusal may be framed to be read, but the one that the contract keeps to this server.
    const csp = String(answer.headers['content-security-policy']);
    expect(csp).toContain(code === 'team_not_allowed' ? "frame-ancestors 'self'" : 'frame-ancestors *');
    expect(answer.headers['x-frame-options']).toBe(code === 'team_not_allowed' ? 'SAMEORIGIN' : undefined);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each(cases.filter(([code]) => !aboutNavigation.includes(code)))(
    '%s: %s (redeem)',
    async (code, _condition, make) => {
      const attempt = await make();
      const text = attempt.token === undefined ? token() : attempt.token;
      const answer = await http.post('/direct_link/redeem', {
        ...(text === null ? {} : { token: text }),
        ...(attempt.path === undefined ? {} : { path: attempt.path }),
      });
      expect(answer.status).toBe(errorCatalogue[code].status);
      const { error } = JSON.parse(answer.body) as { error: Record<string, unknown> };
      expect(error['code']).toBe(code);
      expect(error['requestId']).toMatch(/^req_/);
    },
  );

  it('A10: a refusal for any other reason spends nothing', async () => {
    const jti = 'spent-by-nobody';
    await http.post('/direct_link/redeem', { token: token({ jti, origin: 'https://evil.test' }) });
    await http.post('/direct_link/redeem', { token: token({ jti, iat: 1 }) });
    await http.post('/direct_link/redeem', {
      token: makeToken(stranger.privateKey, { ...soundClaims(partner.sub, test.clock.now()), jti }),
    });
    expect((await http.post('/direct_link/redeem', { token: token({ jti }) })).status).toBe(200);
  });

  it('A09, A53: what is wrong with the accounts is told to nobody who cannot sign for them', async () => {
    const claims = { ...soundClaims(`${vendorKey()}:Enobody:Enobody`, 0), origin: 'https://evil.test' };
    const answer = await http.get(address({ token: makeToken(stranger.privateKey, claims) }));
    expect(answer.body).toContain('data-code="token_signature_invalid"');
    expect(answer.body).not.toContain(partner.customer.name);
  });
});

describe('the order of the checks', () => {
  /** Faults in the order of the table: with several at once, the first is told. */
  const faults: readonly (readonly [ErrorCode, Record<string, unknown>])[] = [
    ['sub_missing', { sub: undefined }],
    ['iat_missing', { iat: undefined }],
    ['iat_invalid', { iat: 'x' }],
    ['token_expired', { iat: 1 }],
    ['jti_missing', { jti: undefined }],
    ['jti_invalid', { jti: null }],
    ['team_missing', { sub: 'KEY:Enobody' }],
    ['origin_not_allowed', { origin: 'https://evil.test' }],
  ];

  it('tells the earlier of any two faults', async () => {
    for (const [index, [code, earlier]] of faults.entries()) {
      for (const [, later] of faults.slice(index + 1)) {
        const changes: Record<string, unknown> = { ...later, ...earlier };
        if (changes['sub'] === 'KEY:Enobody') changes['sub'] = `${vendorKey()}:Enobody`;
        const answer = await http.get(address({ token: token(changes) }));
        expect(answer.body).toContain(`data-code="${code}"`);
      }
    }
  });

  it('tells a bad path before a missing token, and a bad request before a bad path', async () => {
    expect((await http.get('/direct_link?path=/x')).body).toContain('data-code="path_invalid"');
    expect((await http.get('/direct_link?path=/x', { accept: 'text/css' })).body).toContain(
      'data-code="http_request_invalid"',
    );
  });
});
