import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { encode, soundClaims } from '../support/tokens.ts';

let test: TestApp;
let partner: Partner;

beforeAll(async () => {
  test = await createTestApp();
  partner = await createPartner(test);
});
afterAll(() => test.close());

async function redeem(token: string, headers: Record<string, string | string[]> = {}): Promise<string> {
  const answer = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token }, headers });
  return answer.statusCode === 200 ? 'admitted' : answer.json<{ error: { code: string } }>().error.code;
}

describe('A12: no form of the public key is a secret', () => {
  it('whatever the header says', async () => {
    const { publicKey } = partner.key;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const jwk = publicKey.export({ format: 'jwk' });
    const secrets = [
      pem,
      pem.trimEnd(),
      pem.replaceAll('\n', '\r\n'),
      publicKey.export({ type: 'pkcs1', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      Buffer.from(jwk.n ?? '', 'base64url'),
      jwk.n ?? '',
    ];
    for (const secret of secrets) {
      for (const [alg, hash] of [
        ['HS256', 'sha256'],
        ['HS384', 'sha384'],
        ['HS512', 'sha512'],
        ['RS256', 'sha256'],
      ] as const) {
        const input = `${encode({ alg })}.${encode(soundClaims(partner.sub, test.clock.now()))}`;
        const token = `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
        expect(await redeem(token)).toBe(alg === 'RS256' ? 'token_signature_invalid' : 'alg_invalid');
      }
    }
  });
});

describe('what a browser may leave out or make up', () => {
  it('A41: Referer and Origin neither admit nor are missed: the browser enforces frame-ancestors', async () => {
    for (const headers of [{}, { referer: 'https://evil.test/' }, { referer: 'https://partner.test/' }] as Record<
      string,
      string
    >[]) {
      const page = await test.app.inject({
        url: `/direct_link?token=${partner.token()}`,
        headers: { accept: 'text/html', ...headers },
      });
      expect(page.statusCode).toBe(200);
      expect(page.headers['content-security-policy']).toContain('frame-ancestors https://partner.test;');
    }
  });

  it('A43, A44: cookies are neither set nor read, however many come', async () => {
    const cookie = '__Host-inlay=a; __Host-inlay=b; session=x';
    const page = await test.app.inject({
      url: `/direct_link?token=${partner.token()}`,
      headers: { accept: 'text/html', cookie },
    });
    expect(page.headers['set-cookie']).toBeUndefined();
    const answer = await test.app.inject({
      method: 'POST',
      url: '/direct_link/redeem',
      payload: { token: partner.token() },
      headers: { cookie },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    const bare = await test.app.inject({ url: '/embed/v1/session', headers: { cookie } });
    expect(bare.json<{ error: { code: string } }>().error.code).toBe('session_missing');
  });
});
