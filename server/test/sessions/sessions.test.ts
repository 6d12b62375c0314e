import type { RedeemAnswer } from '@inlay/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setSigningKeyStatus } from '../../src/accounts/signing-keys.ts';
import { deleteCustomer, updateCustomer } from '../../src/accounts/customers.ts';
import { deleteMember, updateMember } from '../../src/accounts/members.ts';
import { updateVendor } from '../../src/accounts/vendors.ts';
import { createServices } from '../../src/services.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

let test: TestApp;
let partner: Partner;
const author = { actor: 'test' };
const minute = 60_000;

beforeEach(async () => {
  test = await createTestApp();
  partner = await createPartner(test);
});
afterEach(() => test.close());

async function open(changes: Record<string, unknown> = {}): Promise<RedeemAnswer> {
  const payload = { token: partner.token(changes) };
  const answer = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload });
  expect(answer.statusCode).toBe(200);
  return answer.json<RedeemAnswer>();
}

async function look(sessionToken: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await test.app.inject({
    url: '/embed/v1/session',
    headers: { authorization: `Bearer ${sessionToken}`, ...headers },
  });
  return answer.statusCode === 200 ? 'live' : answer.json<{ error: { code: string } }>().error.code;
}

describe('the limits of a session', () => {
  it('A48: ends after 30 minutes without use', async () => {
    const { sessionToken } = await open();
    test.clock.advance(30 * minute - 1000);
    expect(await look(sessionToken)).toBe('live');
    test.clock.advance(30 * minute - 1000);
    expect(await look(sessionToken)).toBe('live');
    test.clock.advance(30 * minute);
    expect(await look(sessionToken)).toBe('session_expired');
  });

  it('A48: ends after 8 hours, however much it is used', async () => {
    const { sessionToken } = await open();
    for (let hours = 0; hours < 16; hours++) {
      expect(await look(sessionToken)).toBe('live');
      test.clock.advance(29.9 * minute);
    }
    test.clock.advance(2 * minute);
    expect(await look(sessionToken)).toBe('session_expired');
  });

  it('A47: ends by DELETE, and its link stays used', async () => {
    const token = partner.token();
    const answer = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    const { sessionToken } = answer.json<RedeemAnswer>();
    // Some clients say that nothing is JSON.
    const headers = { authorization: `Bearer ${sessionToken}`, 'content-type': 'application/json' };
    expect((await test.app.inject({ method: 'DELETE', url: '/embed/v1/session', headers })).statusCode).toBe(204);
    expect(await look(sessionToken)).toBe('session_revoked');
    const again = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect(again.json<{ error: { code: string } }>().error.code).toBe('jti_reused');
  });
});

describe('A47: a session ends with what it stands on', () => {
  const vendorId = (): string => partner.vendor.vendor.id;
  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      'customer unconfirmed',
      () => updateCustomer(test.services, author, vendorId(), { id: partner.customer.id }, { confirmed: false }),
    ],
    [
      'direct links off',
      () =>
        updateCustomer(test.services, author, vendorId(), { id: partner.customer.id }, { directLinksEnabled: false }),
    ],
    [
      'SAML demanded',
      () => updateCustomer(test.services, author, vendorId(), { id: partner.customer.id }, { samlRequired: true }),
    ],
    [
      'origin removed',
      () =>
        updateCustomer(
          test.services,
          author,
          vendorId(),
          { id: partner.customer.id },
          { embeddingOrigins: ['https://other.test'] },
        ),
    ],
    [
      'signing key revoked',
      () => setSigningKeyStatus(test.services, author, vendorId(), partner.key.row.id, 'revoked'),
    ],
    [
      'member unconfirmed',
      () => updateMember(test.services, author, vendorId(), { externalId: 'ada' }, { confirmed: false }),
    ],
    ['member deleted', () => deleteMember(test.services, author, vendorId(), { externalId: 'ada' })],
    ['customer deleted', () => deleteCustomer(test.services, author, vendorId(), { id: partner.customer.id })],
    [
      'direct links of the vendor off',
      () => updateVendor(test.services, author, vendorId(), { directLinksEnabled: false }),
    ],
    [
      'customer made the admin account of the vendor',
      () => updateVendor(test.services, author, vendorId(), { adminCustomerId: partner.customer.id }),
    ],
  ];

  it.each(changes)('%s', async (_name, change) => {
    await test.accounts.member(vendorId(), partner.customer.id, { externalId: 'ada' });
    const { sessionToken } = await open({ sub: `${partner.sub}:Eada` });
    expect(await look(sessionToken)).toBe('live');
    await change();
    expect(await look(sessionToken)).toBe('session_revoked');
  });

  it('A17: a retired key opens no new session and ends none', async () => {
    const { sessionToken } = await open();
    await setSigningKeyStatus(test.services, author, vendorId(), partner.key.row.id, 'retired');
    expect(await look(sessionToken)).toBe('live');
    const answer = await test.app.inject({
      method: 'POST',
      url: '/direct_link/redeem',
      payload: { token: partner.token() },
    });
    expect(answer.json<{ error: { code: string } }>().error.code).toBe('vendor_key_missing');
  });

  it('A17: on another instance too, as soon as it looks for changes', async () => {
    const { sessionToken } = await open();
    const other = await createServices(test.services.config, { clock: test.clock.now });
    try {
      await setSigningKeyStatus(other, author, vendorId(), partner.key.row.id, 'revoked');
      await test.services.directory.poll();
      expect(await look(sessionToken)).toBe('session_revoked');
    } finally {
      await other.close();
    }
  });
});

describe('the session token', () => {
  it('A42: is refused when it is not ours, cut, changed or another session’s', async () => {
    const { sessionToken } = await open();
    const other = await open();
    const mixed = sessionToken.slice(0, 32) + other.sessionToken.slice(32);
    // The last character has two bits that say nothing: any other in its place is refused, too.
    const others = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      .split('')
      .filter((character) => !sessionToken.endsWith(character));
    const changed = others.map((character) => sessionToken.slice(0, -1) + character);
    for (const token of [
      'x',
      sessionToken.slice(1),
      `${sessionToken}A`,
      ...changed,
      mixed,
      'A'.repeat(75),
      '__proto__',
    ]) {
      expect(await look(token)).toBe('session_missing');
    }
  });

  it('A68: is taken from one Authorization header alone', async () => {
    const { sessionToken } = await open();
    const cases = [
      { url: `/embed/v1/session`, headers: {} },
      { url: `/embed/v1/session?token=${sessionToken}`, headers: {} },
      { url: '/embed/v1/session', headers: { cookie: `session=${sessionToken}` } },
      { url: '/embed/v1/session', headers: { authorization: sessionToken } },
      { url: '/embed/v1/session', headers: { authorization: `Basic ${sessionToken}` } },
      { url: '/embed/v1/session', headers: { authorization: [`Bearer ${sessionToken}`, `Bearer ${sessionToken}`] } },
    ];
    for (const request of cases) {
      const answer = await test.app.inject(request as never);
      expect(answer.json<{ error: { code: string } }>().error.code).toBe('session_missing');
    }
  });

  it('A45, A83: is of no use to another page or as a script', async () => {
    const { sessionToken } = await open();
    expect(await look(sessionToken, { origin: 'https://partner.test' })).toBe('http_request_invalid');
    expect(await look(sessionToken, { 'sec-fetch-site': 'cross-site' })).toBe('http_request_invalid');
    expect(await look(sessionToken, { 'sec-fetch-dest': 'script' })).toBe('http_request_invalid');
    expect(await look(sessionToken, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' })).toBe('live');
  });

  it('A46: a second session of another customer shares nothing with the first', async () => {
    const customer = await test.accounts.customer(partner.vendor.vendor.id, { name: 'Second' });
    const first = await open();
    const second = await open({ sub: `${partner.vendor.vendor.key}:${customer.id}` });
    expect(second.session.customer.id).toBe(customer.id);
    expect(first.session.customer.id).toBe(partner.customer.id);
    await test.app.inject({
      method: 'DELETE',
      url: '/embed/v1/session',
      headers: { authorization: `Bearer ${second.sessionToken}` },
    });
    expect(await look(first.sessionToken)).toBe('live');
  });
});
