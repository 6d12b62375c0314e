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
  it('signing_key_not_held: refuses while this server holds no private key of the vendor', async () => {
    const answer = await mint({ customer: partner.customer.id });
    expect([answer.statusCode, codeOf(answer.body)]).toEqual([409, 'signing_key_not_held']);
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
