import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
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
