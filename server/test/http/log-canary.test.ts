import type { RedeemAnswer } from '@inlay/shared';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import { encode } from '../support/tokens.ts';

it('A50: a canary put in every slot appears in no log line, and a secret in no row or answer', async () => {
  const canary = 'CANARY0cafe0babe';
  const test = await createTestApp();
  const partner = await createPartner(test);
  try {
    const sound = partner.token();
    const redeemed = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token: sound } });
    const { sessionToken } = redeemed.json<RedeemAnswer>();
    const unsigned = `${encode({ alg: 'RS256', kid: canary })}.${encode({ sub: canary, jti: canary, iat: canary })}.${canary}`;
    const requests = [
      { url: `/direct_link?token=${canary}` },
      { url: `/direct_link?token=${unsigned}` },
      { url: `/direct_link?token=${sound}&path=/${canary}` },
      { url: `/direct_link/${canary}?token=${sound}` },
      { url: `/direct_link?workato_dl_token=${canary}&x=${canary}` },
      { url: `/direct_link?token=${partner.token({ jti: canary, origin: canary, sub: `${partner.sub}:E${canary}` })}` },
      { url: `/${canary}` },
      { url: `/%zz${canary}` },
      { url: `/embed/v1/session?x=${canary}`, headers: { authorization: `Bearer ${sessionToken}` } },
      { url: '/embed/v1/session', headers: { authorization: `Bearer ${canary}` } },
      { url: '/embed/v1/session', headers: { cookie: canary, referer: `https://x/?${canary}`, 'user-agent': canary } },
      { url: '/api/v1/customers', headers: { authorization: `Bearer inl_${canary}` } },
      { method: 'POST' as const, url: '/direct_link/redeem', payload: { token: canary } },
      { method: 'POST' as const, url: '/direct_link/redeem', payload: { token: unsigned, [canary]: canary } },
      {
        method: 'POST' as const,
        url: '/direct_link/redeem',
        payload: `{"token":"${canary}`,
        headers: { 'content-type': 'application/json' },
      },
    ];
    for (const request of requests) {
      const answer = await test.app.inject({ ...request, headers: { accept: 'text/html', ...request.headers } });
      expect(answer.statusCode).toBeLessThan(500);
    }
    expect((await test.api(partner.vendor.apiKey, 'GET', '/api/v1/customers')).statusCode).toBe(200);
    await test.services.audit.flush();
    const log = test.log.text();
    expect(test.log.lines.length).toBeGreaterThan(requests.length);
    expect(log).not.toContain(canary);
    for (const secret of [sound, sound.split('.')[2] ?? '', sessionToken, partner.vendor.apiKey])
      expect(log).not.toContain(secret);
    const tables = ['sessions', 'audit_events', 'api_keys', 'signing_keys', 'idempotency_keys'];
    for (const table of tables) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(test.services.database);
      const text = JSON.stringify(rows);
      for (const secret of [sound, sessionToken, sessionToken.slice(32), partner.vendor.apiKey])
        expect(text).not.toContain(secret);
    }
  } finally {
    await test.close();
  }
});

it('A87: a refusal is audited with who and why, on one clean line', async () => {
  const test = await createTestApp();
  const partner = await createPartner(test);
  try {
    const jti = 'line one\r\nline two\u001b[31m';
    const url = `/direct_link?token=${partner.token({ jti, origin: 'https://evil.test' })}`;
    const page = await test.app.inject({ url, headers: { accept: 'text/html' } });
    const requestId = /data-request-id="([^"]+)"/.exec(page.body)?.[1];
    await test.services.audit.flush();
    const events = await test.api(partner.vendor.apiKey, 'GET', '/api/v1/audit-events?action=admission.peek');
    const { data } = events.json<{ data: readonly Record<string, unknown>[] }>();
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      action: 'admission.peek',
      outcome: 'refused',
      code: 'origin_not_allowed',
      customer: partner.customer.id,
      origin: 'https://evil.test',
      requestId,
    });
    expect(String(data[0]?.['jti'])).toBe('line one��line two�[31m');
  } finally {
    await test.close();
  }
});
