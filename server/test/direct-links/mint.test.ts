import type { RedeemAnswer } from '@inlay/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

let test: TestApp;
let partner: Partner;

beforeAll(async () => {
  test = await createTestApp();
  partner = await createPartner(test);
});
afterAll(() => test.close());

const mint = (body: Record<string, unknown>) => test.api(partner.vendor.apiKey, 'POST', '/api/v1/direct-links', body);
const codeOf = (body: string): unknown => (JSON.parse(body) as { error?: { code: string } }).error?.code;

describe('POST /api/v1/direct-links', () => {
  it('has a key made with the first link, one for all that wait', async () => {
    const fresh = await createPartner(test);
    const ask = () => test.api(fresh.vendor.apiKey, 'POST', '/api/v1/direct-links', { customer: fresh.customer.id });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    const keys = await test.api(fresh.vendor.apiKey, 'GET', '/api/v1/signing-keys');
    const held = keys.json<{ data: { id: string; held: boolean }[] }>().data.filter((key) => key.held);
    expect(held).toHaveLength(1);
    const { token } = answers[0]?.json<{ token: string }>() ?? { token: '' };
    const redeemed = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect(redeemed.statusCode).toBe(200);

    // Retiring it was a decision: none is made in its place.
    await test.api(fresh.vendor.apiKey, 'PATCH', `/api/v1/signing-keys/${held[0]?.id}`, { status: 'retired' });
    const refused = await ask();
    expect([refused.statusCode, codeOf(refused.body)]).toEqual([409, 'signing_key_not_held']);
  });

  it('finds a first key that was made since the vendor was read', async () => {
    const fresh = await createPartner(test);
    const { directory, mint } = test.services;
    const vendor = await directory.vendorById(fresh.vendor.vendor.id);
    const reference = { id: fresh.customer.id };
    const customer = await directory.customer(fresh.vendor.vendor.id, reference);
    if (vendor === undefined || customer === undefined) throw new Error('the vendor and its customer are not found');
    const links = [await mint({ vendor, customer }), await mint({ vendor, customer })];
    const kids = links.map(({ token }) => Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
    expect(kids[1]).toBe(kids[0]);
  });

  it('A73: signs with no key that does not open, and notes it', async () => {
    const fresh = await createPartner(test);
    const { apiKey, vendor } = fresh.vendor;
    const made = await test.api(apiKey, 'POST', '/api/v1/signing-keys', { generate: { bits: 2048 } });
    const { id } = made.json<{ id: string }>();
    await test.services.database
      .updateTable('signing_keys')
      .set({ sealed_private_key: test.services.vault.sealNow('moved', 'signing_keys/key_other/private') })
      .where('id', '=', id)
      .execute();
    test.services.directory.changed(vendor.id);
    const refused = await test.api(apiKey, 'POST', '/api/v1/direct-links', { customer: fresh.customer.id });
    expect([refused.statusCode, codeOf(refused.body)]).toEqual([500, 'internal_error']);
    const events = await test.api(apiKey, 'GET', `/api/v1/audit-events?target=${id}&action=signing_key.opened`);
    expect(events.json<{ data: unknown[] }>().data).toMatchObject([{ outcome: 'refused', actor: 'system' }]);
  });

  it('makes a link that opens and redeems once, bound to its page', async () => {
    const made = await test.api(partner.vendor.apiKey, 'POST', '/api/v1/signing-keys', { generate: { bits: 2048 } });
    expect(made.statusCode).toBe(201);
    await test.accounts.member(partner.vendor.vendor.id, partner.customer.id, { externalId: 'ada' });
    const answer = await mint({
      customer: partner.customer.id,
      member: 'Eada',
      path: '/embedded/providers/jodoo',
      origin: 'https://partner.test',
      locale: 'de',
      theme: 'dark',
    });
    expect(answer.statusCode).toBe(201);
    const link = answer.json<{ url: string; token: string; jti: string; expiresAt: string }>();
    expect(Date.parse(link.expiresAt)).toBe(test.clock.now() + 30_000);
    expect(link.url).toContain('https://inlay.test/direct_link?');
    const url = new URL(link.url);
    const page = await test.app.inject({ url: url.pathname + url.search, headers: { accept: 'text/html' } });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<html lang="de" dir="ltr" data-theme="dark">');
    const redeem = (path: string) =>
      test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token: link.token, path } });
    expect(codeOf((await redeem('/embedded/connections')).body)).toBe('path_invalid');
    const redeemed = await redeem('/embedded/providers/jodoo');
    expect(redeemed.json<RedeemAnswer>().session.member?.name).toBeNull();
    expect(codeOf((await redeem('/embedded/providers/jodoo')).body)).toBe('jti_reused');
  });

  it.each([
    [{ customer: 'Enobody' }, 'not_found'],
    [{ customer: 'x' }, 'not_found'],
    [{ customer: 'CUS', member: 'Enobody' }, 'not_found'],
    [{ customer: 'CUS', path: '/x' }, 'path_invalid'],
    [{ customer: 'CUS', origin: 'https://evil.test' }, 'origin_not_allowed'],
    [{ customer: 'CUS', theme: 'pink' }, 'request_invalid'],
    [{ customer: 'CUS', exp: 1 }, 'request_invalid'],
    [{}, 'request_invalid'],
  ])('refuses %j with %s', async (body, code) => {
    const filled = 'customer' in body && body.customer === 'CUS' ? { ...body, customer: partner.customer.id } : body;
    expect(codeOf((await mint(filled)).body)).toBe(code);
  });

  it('A64: refuses another vendor’s customer like one that does not exist', async () => {
    const other = await createPartner(test);
    const [foreign, unknown] = await Promise.all([
      mint({ customer: other.customer.id }),
      mint({ customer: 'Enobody' }),
    ]);
    const blank = (body: string): string => body.replace(/req_\w+/, '');
    expect(foreign.statusCode).toBe(404);
    expect(blank(foreign.body)).toBe(blank(unknown.body));
  });
});
