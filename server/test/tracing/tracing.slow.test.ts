import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTracingConfigured } from '../../src/tracing/tracing.ts';
import { createTestApp } from '../support/app.ts';
import { createTestClock } from '../support/clock.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const canary = 'canary-3ab91';
const traceId = '0af7651916cd43dd8448eb211c80319c';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, string | number> }[];
}

let dataDir: string;
let collector: Server;
let received: string[];
let partner: Partner;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'inlay-trace-'));
  received = [];
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => {
      received.push(body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const test = await createTestApp({ dataDir, clock: createTestClock(Date.now()) });
  partner = await createPartner(test);
  await test.close();
});
afterEach(async () => {
  collector.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs a server under the given settings of OpenTelemetry while `work` asks it, and answers the spans it sent. */
async function spansOf(settings: Record<string, string>, work: (base: string) => Promise<void>): Promise<Span[]> {
  const { port } = collector.address() as AddressInfo;
  const env = {
    PATH: process.env['PATH'],
    INLAY_DATA_DIR: dataDir,
    INLAY_PORT: '0',
    INLAY_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    ...settings,
  };
  const child = spawn(process.execPath, [main, 'serve', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const first = line.startsWith('{"publicOrigin"') ? line : await nextAddress(child.stdout);
  const { addresses } = JSON.parse(first) as { addresses: { port: number }[] };
  await work(`http://127.0.0.1:${addresses[0]?.port}`);
  child.kill('SIGTERM');
  await closed;
  type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
  return received
    .flatMap((body) => (JSON.parse(body) as Export).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);
}

async function nextAddress(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stdout)) if (line.startsWith('{"publicOrigin"')) return line;
  throw new Error('inlay serve ended');
}

async function redeem(base: string): Promise<void> {
  const token = partner.token({ iat: Math.floor(Date.now() / 1000), jti: `jti-${canary}` });
  const answer = await fetch(`${base}/direct_link/redeem`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      tracestate: `vendor=${canary}`,
      'user-agent': canary,
      'x-request-id': canary,
    },
    body: JSON.stringify({ token, path: '/embedded/connections' }),
  });
  expect(answer.status).toBe(200);
}

const factOf = ({ attributes }: Span, key: string): unknown =>
  Object.values(attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];

describe('traces', () => {
  it('A50: tell of a request, its admission and its stores, under the caller’s span, and of nothing secret', async () => {
    const spans = await spansOf({ OTEL_SERVICE_NAME: 'inlay-test', INLAY_LOG_LEVEL: 'silent' }, async (base) => {
      await redeem(base);
      await fetch(`${base}/direct_link/${canary}?token=${canary}`, { headers: { accept: 'text/html' } });
      await fetch(`${base}/api/v1/customers/${canary}`, { headers: { authorization: `Bearer ${canary}` } });
    });
    const request = spans.find(({ name }) => name === 'POST /direct_link/redeem');
    if (request === undefined)
      throw new Error(`no span of the redemption among ${spans.map(({ name }) => name).join()}`);
    expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
    expect(factOf(request, 'http.route')).toBe('/direct_link/redeem');
    expect(factOf(request, 'http.response.status_code')).toBe(200);
    expect(factOf(request, 'inlay.request_id')).toMatch(/^\w/);
    const admission = spans.find(({ name }) => name === 'admission redeem');
    expect(admission).toMatchObject({ traceId, parentSpanId: request.spanId });
    expect(admission && factOf(admission, 'inlay.code')).toBe('admitted');
    const inserts = spans.filter(
      ({ name, parentSpanId }) => name === 'database insert' && parentSpanId === admission?.spanId,
    );
    expect(inserts).toHaveLength(1);
    expect(received.join('')).toContain('inlay-test');
    expect(received.join('')).not.toContain(canary);
    expect(received.join('')).not.toContain('eyJ');
  });

  it('are sampled as the standard variables say', async () => {
    const settings = { OTEL_TRACES_SAMPLER: 'always_off', INLAY_LOG_LEVEL: 'silent' };
    expect(await spansOf(settings, redeem)).toEqual([]);
  });

  it('do not hold the end of the process up when nobody takes them', async () => {
    const startedAt = performance.now();
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', INLAY_LOG_LEVEL: 'silent' };
    await spansOf(settings, redeem);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'true' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_SERVICE_NAME: 'inlay' }, false],
  ])('are made only when %j asks for them: %s', (environment, isOn) => {
    expect(isTracingConfigured(environment)).toBe(isOn);
  });
});
