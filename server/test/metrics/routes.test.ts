import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { createPartner } from '../support/partner.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

it('A50: /metrics names routes by pattern, and holds no token, code, key or path that a caller chose', async () => {
  const canary = 'canary-6f1d2';
  const requests = [
    { method: 'GET', url: `/direct_link?token=${canary}`, headers: { accept: 'text/html' } },
    { method: 'GET', url: `/direct_link/embedded/${canary}?token=${canary}`, headers: { accept: 'text/html' } },
    { method: 'POST', url: '/direct_link/redeem', payload: { token: canary, path: `/${canary}` } },
    { method: 'GET', url: `/${canary}` },
    { method: 'GET', url: '/embed/v1/connections', headers: { authorization: `Bearer ${canary}` } },
    { method: 'GET', url: `/api/v1/customers/${canary}`, headers: { authorization: `Bearer inl_${canary}` } },
  ] as const;
  for (const request of requests) await test.app.inject(request);
  const answer = await test.app.inject('/metrics');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.body).not.toContain(canary);
  expect(answer.body).toContain(
    'inlay_http_request_duration_seconds_count{method="GET",route="/direct_link",status="4xx"} 1',
  );
  expect(answer.body).toContain('inlay_http_request_duration_seconds_count{method="GET",route="none",status="4xx"} 1');
});

it('counts admissions by step and code, and the sessions that were opened', async () => {
  const metrics = async (): Promise<string> => (await test.app.inject('/metrics')).body;
  const partner = await createPartner(test);
  const token = partner.token();
  const before = await metrics();
  await test.app.inject({ method: 'GET', url: `/direct_link?token=${token}`, headers: { accept: 'text/html' } });
  for (const status of [200, 409]) {
    const answer = await test.app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    expect(answer.statusCode).toBe(status);
  }
  const body = await metrics();
  expect(before).toContain('inlay_sessions_opened_total 0');
  expect(body).toContain('inlay_admissions_total{step="peek",code="admitted"} 1');
  expect(body).toContain('inlay_admissions_total{step="redeem",code="admitted"} 1');
  expect(body).toContain('inlay_admissions_total{step="redeem",code="jti_reused"} 1');
  expect(body).toContain('inlay_sessions_opened_total 1');
  expect(body).toMatch(/^inlay_store_duration_seconds_count\{store="database",operation="insert",outcome="ok"\} \d/m);
  expect(body).not.toContain(token);
});
