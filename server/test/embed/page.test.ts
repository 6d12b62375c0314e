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

const get = (url: string, headers: Record<string, string> = {}) =>
  test.app.inject({ url, headers: { accept: 'text/html', ...headers } });
const link = (extra = '', changes: Record<string, unknown> = {}): string =>
  `/direct_link?token=${partner.token(changes)}${extra}`;
const configOf = (body: string): Record<string, unknown> => {
  const text = /<meta name="inlay-config" content="([^"]*)">/.exec(body)?.[1] ?? '{}';
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')) as Record<
    string,
    unknown
  >;
};

describe('the frame’s page', () => {
  it('A36, A37, A49, A81, A82: has the headers of the contract', async () => {
    const { headers, statusCode } = await get(link());
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split('; ')
        .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
    );
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['frame-ancestors']).toEqual(['https://partner.test']);
    expect(policy['script-src']).toEqual(["'self'", expect.stringMatching(/^'nonce-[A-Za-z0-9+/]{22}=='$/)]);
    expect(policy['style-src']).toEqual(["'self'"]);
    expect(policy['connect-src']).toEqual(["'self'"]);
    expect(policy['base-uri']).toEqual(["'none'"]);
    expect(policy['object-src']).toEqual(["'none'"]);
    expect(policy['form-action']).toEqual(["'none'"]);
    expect(policy['require-trusted-types-for']).toEqual(["'script'"]);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['content-security-policy-report-only']).toBeUndefined();
  });

  it('A81: a nonce is new for each answer and is the one in the page', async () => {
    const pages = await Promise.all([get(link()), get(link())]);
    const nonces = pages.map(({ body, headers }) => {
      const nonce = /<script type="module"[^>]* nonce="([^"]+)"/.exec(body)?.[1] ?? '';
      expect(String(headers['content-security-policy'])).toContain(`'nonce-${nonce}'`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  it('A38: each customer’s page names that customer’s origins', async () => {
    const origins = ['https://a.test', 'https://b.test:8443'];
    const customer = await test.accounts.customer(partner.vendor.vendor.id, { embeddingOrigins: origins });
    const page = await get(link('', { sub: `${partner.vendor.vendor.key}:${customer.id}`, origin: 'https://a.test' }));
    expect(page.headers['content-security-policy']).toContain('frame-ancestors https://a.test https://b.test:8443;');
    expect(configOf(page.body)['origins']).toEqual(origins);
    expect((await get(link())).headers['content-security-policy']).toContain('frame-ancestors https://partner.test;');
  });

  it('keeps the headers below 4 KiB with 20 of the longest origins', async () => {
    const origins = Array.from(
      { length: 20 },
      (_, i) => `https://${'a'.repeat(50)}.${'b'.repeat(48)}-${String(i).padStart(2, '0')}.test`,
    );
    const customer = await test.accounts.customer(partner.vendor.vendor.id, { embeddingOrigins: origins });
    const page = await get(link('', { sub: `${partner.vendor.vendor.key}:${customer.id}`, origin: origins[0] }));
    expect(page.statusCode).toBe(200);
    expect(String(page.headers['content-security-policy']).length).toBeLessThan(4096);
  });

  it('A49, A50: holds the token nowhere', async () => {
    const token = partner.token();
    const page = await get(`/direct_link?token=${token}`);
    expect(page.statusCode).toBe(200);
    expect(page.body + JSON.stringify(page.headers)).not.toContain(token.split('.')[1]);
    expect(page.body + JSON.stringify(page.headers)).not.toContain(token.split('.')[2]);
  });

  it('opens each page by parameter, in the address, and as an absolute URL', async () => {
    for (const [url, path] of [
      [link(), '/embedded/connections'],
      [link('&path=/embedded/providers/jodoo'), '/embedded/providers/jodoo'],
      [link('&path=https%3A%2F%2Finlay.test%2Fembedded%2Fconnections%2FE42'), '/embedded/connections/E42'],
      [`/direct_link/embedded/connections/E42?token=${partner.token()}`, '/embedded/connections/E42'],
      [
        `/direct_link?workato_dl_token=${partner.token()}&workato_dl_path=/embedded/connections`,
        '/embedded/connections',
      ],
    ] as const) {
      const page = await get(url);
      expect(page.statusCode).toBe(200);
      expect(configOf(page.body)).toMatchObject({ path, dialect: url.includes('workato') });
    }
  });

  it('A60: no way of writing a path in the address leads anywhere else', async () => {
    for (const path of [
      '/embedded/../x',
      '//evil.example',
      '/..//evil.example',
      '/%2e%2e/x',
      '/embedded/connections/',
      '/embedded/connections/%ff',
      '/Embedded/connections',
      '\\evil.example',
    ]) {
      const page = await get(`/direct_link${path}?token=${partner.token()}`);
      expect(page.statusCode).toBeGreaterThanOrEqual(400);
      expect(page.headers['location']).toBeUndefined();
    }
  });

  it('takes locale and theme as hints and nothing else from them', async () => {
    const page = await get(link('&locale=ar-EG&theme=dark'));
    expect(page.body).toContain('<html lang="ar-EG" dir="rtl" data-theme="dark">');
    const odd = await get(link('&locale=%22%3E%3Cscript%3E&theme=%22onload'), { 'accept-language': 'de' });
    expect(odd.body).toContain('<html lang="de" dir="ltr" data-theme="auto">');
  });
});

describe('pages that refuse', () => {
  it('A80: shows what a token says as text', async () => {
    const page = await get(link('', { sub: '<img src=x onerror=alert(1)>', jti: '"\'><script>' }));
    expect(page.body).not.toContain('<img');
    expect(page.body).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.body).not.toContain('<script>');
  });

  it('A88: an address that cannot be decoded is a page with a code, too', async () => {
    const page = await get('/direct_link/%zz?token=x');
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('data-code="path_invalid"');
    expect(page.headers['content-security-policy']).toContain('frame-ancestors *');
  });

  it('A87: a line break in a token imitates no row', async () => {
    const page = await get(link('', { sub: 'x', jti: 'a\nsub: someone-else' }));
    expect(page.body).toContain('jti: a�sub: someone-else');
  });

  it('opens the connection of an external id of 255 characters in any script', async () => {
    const path = `/embedded/connections/E${encodeURIComponent('連'.repeat(255))}`;
    expect((await get(`/direct_link${path}?token=${partner.token()}`)).statusCode).toBe(200);
    expect((await get(link(`&path=${encodeURIComponent(path)}`))).statusCode).toBe(200);
  });

  it('tells the engineer what the token said, and how old it was here', async () => {
    const page = await get(link('', { iat: test.clock.now() / 1000 - 95 }));
    expect(page.body).toContain('(95 s ago here)');
    expect(page.body).toContain(`sub: ${partner.sub}`);
    expect(page.body).toContain('docs/error-codes.md#token_expired');
  });

  it('speaks the reader’s language', async () => {
    expect((await get('/direct_link', { 'accept-language': 'de-AT,de;q=0.9' })).body).toContain('<html lang="de"');
    expect((await get('/direct_link?locale=zh-CN')).body).toContain('<html lang="zh"');
    expect((await get('/direct_link', { 'accept-language': 'xx' })).body).toContain('<html lang="en"');
  });

  it('answers the clean address of a frame that was reloaded with session_missing', async () => {
    const page = await get('/embedded/connections');
    expect(page.statusCode).toBe(401);
    expect(page.body).toContain('data-code="session_missing"');
    expect(page.headers['content-security-policy']).toContain('frame-ancestors *');
  });

  it('A36, A90: answers an unknown address with a page that nobody may frame', async () => {
    const page = await get('/nowhere');
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const json = await get('/nowhere', { accept: 'application/json' });
    expect(json.json<{ error: { code: string } }>().error.code).toBe('not_found');
  });

  it('an address does not have to wait after an outage of our own', async () => {
    const limited = await createTestApp({ environment: { INLAY_RATE_LIMIT_ADDRESS: '3' } });
    try {
      const other = await createPartner(limited);
      const { directory } = limited.services;
      const ask = async () =>
        (await limited.app.inject({ url: `/direct_link?token=${other.token()}`, headers: { accept: 'text/html' } }))
          .statusCode;
      const find = directory.vendorByKey.bind(directory);
      directory.vendorByKey = () => Promise.reject(new Error('database away'));
      for (let times = 0; times < 4; times++) expect(await ask()).toBe(503);
      directory.vendorByKey = find;
      expect(await ask()).toBe(200);
    } finally {
      await limited.close();
    }
  });

  it('rate_limited: an address that brings unsigned links over and over has to wait', async () => {
    const limited = await createTestApp({ environment: { INLAY_RATE_LIMIT_ADDRESS: '3' } });
    try {
      const other = await createPartner(limited);
      const ask = (token: string) =>
        limited.app.inject({ url: `/direct_link?token=${token}`, headers: { accept: 'text/html' } });
      for (let times = 0; times < 3; times++) expect((await ask('x')).statusCode).toBe(401);
      const page = await ask('x');
      expect(page.statusCode).toBe(429);
      expect(page.body).toContain('data-code="rate_limited"');
      expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
      // A69: what a stranger says of its address does not count.
      const forged = await limited.app.inject({
        url: '/direct_link?token=x',
        headers: { accept: 'text/html', 'x-forwarded-for': '203.0.113.9' },
      });
      expect(forged.statusCode).toBe(429);
      expect(other.sub).not.toBe('');
    } finally {
      await limited.close();
    }
  });

  it('A02, service_unavailable: nobody is admitted and nothing spent while the database is away', async () => {
    const broken = await createTestApp();
    const other = await createPartner(broken);
    const token = other.token();
    await broken.services.database.destroy();
    const page = await broken.app.inject({ url: `/direct_link?token=${token}`, headers: { accept: 'text/html' } });
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain('data-code="service_unavailable"');
    expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
    const redeemed = await broken.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect(redeemed.statusCode).toBe(503);
    expect((await broken.app.inject({ url: '/health/ready' })).statusCode).toBe(503);
    await broken.app.close();
  });
});
