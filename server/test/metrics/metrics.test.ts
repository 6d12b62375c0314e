import { expect, it } from 'vitest';
import { createExposition } from '../../src/metrics/exposition.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';

it('counts by labels, and tells counters without labels before anything was counted', async () => {
  const metrics = createMetrics();
  metrics.count('admissions', ['redeem', 'admitted']);
  metrics.count('admissions', ['redeem', 'admitted']);
  metrics.count('admissions', ['peek', 'token_expired'], 3);
  const { text } = await createExposition(metrics)();
  expect(text).toContain('inlay_admissions_total{step="redeem",code="admitted"} 2');
  expect(text).toContain('inlay_admissions_total{step="peek",code="token_expired"} 3');
  expect(text).toContain('inlay_sessions_opened_total 0');
});

it('puts durations into cumulative buckets, with sum and count', async () => {
  const metrics = createMetrics();
  for (const seconds of [0.0004, 0.003, 7]) metrics.observeStore('redis', 'claim', seconds, 'ok');
  const { text } = await createExposition(metrics)();
  const labels = 'store="redis",operation="claim",outcome="ok"';
  for (const [le, count] of [
    ['0.0005', 1],
    ['0.0025', 1],
    ['0.005', 2],
    ['1', 2],
    ['+Inf', 3],
  ] as const) {
    expect(text).toContain(`inlay_store_duration_seconds_bucket{${labels},le="${le}"} ${count}\n`);
  }
  expect(text).toContain(`inlay_store_duration_seconds_count{${labels}} 3`);
  expect(text).toContain(`inlay_store_duration_seconds_sum{${labels}} 7.0034`);
});

it('reads gauges when asked, and tells of the process itself', async () => {
  const metrics = createMetrics();
  let waiting = 1;
  metrics.watch('databaseWaiting', [], () => waiting);
  const expose = createExposition(metrics);
  expect((await expose()).text).toContain('inlay_database_waiting 1\n');
  waiting = 4;
  const { text, contentType } = await expose();
  expect(text).toContain('inlay_database_waiting 4\n');
  expect(text).toMatch(/^inlay_build_info\{version="[\d.]+",node="[\d.]+"\} 1$/m);
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(contentType).toContain('version=0.0.4');
});

it('A50: keeps a metric small whatever labels it is given', () => {
  const metrics = createMetrics();
  for (let index = 0; index < 5_000; index += 1) metrics.observeStore('redis', `op${index}`, 0.1, 'ok');
  const stores = metrics.snapshot().find(({ name }) => name === 'inlay_store_duration_seconds');
  const counts = stores?.values.filter(({ metricName }) => metricName?.endsWith('_count')) ?? [];
  expect(counts.length).toBeLessThanOrEqual(1_001);
  expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(5_000);
});
