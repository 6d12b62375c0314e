import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainLink } from '../../src/direct-links/explain.ts';
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

describe('explain', () => {
  it('says that a sound link would be admitted, and spends nothing', async () => {
    const token = partner.token();
    for (const text of [token, `https://inlay.test/direct_link?token=${token}`, ` ${token}\n`]) {
      expect(await explainLink(text, test.services)).toMatchObject({
        admitted: true,
        code: null,
        status: 200,
        signed: true,
        age: 0,
        customer: { id: partner.customer.id, embeddingOrigins: ['https://partner.test'] },
      });
    }
    const answer = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect(answer.statusCode).toBe(200);
    expect(await explainLink(token, test.services)).toMatchObject({ admitted: false, code: 'jti_reused', status: 409 });
  });

  it('names code, cause, remedy and the decoded parts, and never the signature', async () => {
    const token = partner.token({ iat: test.clock.now() / 1000 - 100, origin: 'https://evil.test' });
    const explanation = await explainLink(token, test.services);
    expect(explanation).toMatchObject({
      code: 'token_expired',
      status: 401,
      age: 100,
      detail: 'age 100 s',
      signed: true,
    });
    expect(explanation.claims).toMatchObject({ sub: partner.sub, origin: 'https://evil.test' });
    expect(explanation.remedy).toContain('NTP');
    expect(JSON.stringify(explanation)).not.toContain(token.split('.')[2]);
  });

  it.each([
    ['https://inlay.test/other?token=x', 'path_invalid'],
    ['https://inlay.test/direct_link', 'token_missing'],
    ['https://inlay.test/direct_link?token=x&token=y', 'http_request_invalid'],
    ['https://inlay.test/direct_link/embedded/nowhere?token=x', 'path_invalid'],
    ['nonsense', 'token_invalid'],
    ['', 'token_missing'],
  ])('tells what is wrong with %j: %s', async (text, code) => {
    expect((await explainLink(text, test.services)).code).toBe(code);
  });
});
