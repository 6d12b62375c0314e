import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventStream } from '../../src/connections/event-stream.ts';
import { newId } from '../../src/crypto/ids.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp, TestAppOptions } from '../support/app.ts';
import { readEvents } from '../support/event-reader.ts';
import type { EventReader } from '../support/event-reader.ts';
import { openFrame } from '../support/frame.ts';
import type { TestFrame } from '../support/frame.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';
import { startProvider } from '../support/provider.ts';
import type { TestProvider } from '../support/provider.ts';

vi.setConfig({ testTimeout: 20_000 });

let provider: TestProvider;
let test: TestApp;
let partner: Partner;
let frame: TestFrame;
let base: string;
let options: TestAppOptions;
let readers: EventReader[] = [];

beforeAll(async () => {
  provider = await startProvider();
  provider.keys.set('good-key', { id: 'a', email: 'ann@acme.test' });
  options = {
    dataDir: mkdtempSync(join(tmpdir(), 'inlay-events-')),
    extraProviders: [provider.entry],
    environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: provider.host },
  };
  test = await createTestApp(options);
  partner = await createPartner(test);
  base = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(async () => {
  frame = await newCustomer();
});
afterEach(() => {
  for (const reader of readers) reader.close();
  readers = [];
});
afterAll(async () => {
  await test.close();
  await provider.close();
  rmSync(options.dataDir ?? '', { recursive: true, force: true });
});

async function newCustomer(): Promise<TestFrame> {
  const { id } = await test.accounts.customer(partner.vendor.vendor.id);
  return openFrame(test, partner, `${partner.vendor.vendor.key}:${id}`);
}
async function open(lastEventId?: string, of = frame): Promise<EventReader> {
  const resume = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const reader = await readEvents(`${base}/embed/v1/events`, { authorization: `Bearer ${of.sessionToken}`, ...resume });
  readers.push(reader);
  return reader;
}
const connect = async (of = frame, apiKey = 'good-key') =>
  (await of.post('/connections', { provider: 'acme', fields: { apiKey } })).body;
const statusOf = (block: { data?: unknown } | undefined) => (block?.data as { status?: string } | undefined)?.status;

describe('the event stream', () => {
  it('opens at once, unbuffered, with an id to resume from', async () => {
    const reader = await open();
    const { headers, status } = reader.response;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(await reader.next()).toEqual({ retry: '1000', comment: 'open' });
    expect(await reader.next()).toEqual({ id: expect.stringMatching(/^evt_/) });
  });

  it('tells each change of status with the payload of the public event, and when it happened', async () => {
    const reader = await open();
    const { id, updatedAt, createdAt } = await connect();
    expect(updatedAt > createdAt).toBe(true);
    const payload = { id, externalId: null, provider: 'acme' };
    expect(await reader.nextEvent()).toEqual({
      id: expect.stringMatching(/^evt_/),
      event: 'connectionStatusChange',
      data: { ...payload, connected: false, status: 'connecting', updatedAt: createdAt },
    });
    expect((await reader.nextEvent())?.data).toEqual({
      ...payload,
      connected: true,
      status: 'connected',
      updatedAt,
    });
    await connect(frame, 'bad-key');
    expect(statusOf(await reader.nextEvent())).toBe('connecting');
    expect((await reader.nextEvent())?.data).toMatchObject({ status: 'error', error: 'credentials_invalid' });
  });

  it('tells what another process changed', async () => {
    const reader = await open();
    const other = await createTestApp({ ...options, clock: test.clock });
    const elsewhere = await openFrame(other, partner, `${partner.vendor.vendor.key}:${frame.session.customer.id}`);
    const { id } = await connect(elsewhere);
    expect((await reader.nextEvent())?.data).toMatchObject({ id, status: 'connecting' });
    expect((await reader.nextEvent())?.data).toMatchObject({ id, status: 'connected' });
    await other.close();
  });

  it('resumes after the last event, in order and without repeating', async () => {
    const first = await open();
    const { id } = await connect();
    const seen = await first.nextEvent();
    first.close();
    await frame.post(`/connections/${id}/disconnect`, {});
    const second = await open(seen?.id);
    expect(statusOf(await second.nextEvent())).toBe('connected');
    expect(statusOf(await second.nextEvent())).toBe('disconnected');
    await frame.post(`/connections/${id}/reconnect`, { fields: { apiKey: 'good-key' } });
    expect(statusOf(await second.nextEvent())).toBe('connected');
  });

  it('resumes from the id of the opening where nothing had happened yet', async () => {
    const first = await open();
    await first.next();
    const opening = await first.next();
    first.close();
    await connect();
    const second = await open(opening?.id);
    expect(statusOf(await second.nextEvent())).toBe('connecting');
  });

  it.each(['nonsense', 'con_00000000000000000000000000', "evt_' or 1=1"])(
    'starts anew for a reader that says it was last at %s',
    async (lastEventId) => {
      await connect();
      const reader = await open(lastEventId);
      const { id } = await connect();
      expect((await reader.nextEvent())?.data).toMatchObject({ id, status: 'connecting' });
    },
  );

  it('A64: tells nothing of another customer, live or missed', async () => {
    const stranger = await newCustomer();
    const live = await open(undefined, stranger);
    const missed = await open('evt_00000000000000000000000000', stranger);
    await connect();
    const own = await connect(stranger);
    expect((await live.nextEvent())?.data).toMatchObject({ id: own.id });
    expect((await missed.nextEvent())?.data).toMatchObject({ id: own.id });
  });

  it.each([
    ['', 'revoked'],
    ['?reason=replaced', 'replaced'],
  ])('A47: says that the session was ended%s: %s, and ends', async (query, reason) => {
    const reader = await open();
    await test.app.inject({
      method: 'DELETE',
      url: `/embed/v1/session${query}`,
      headers: { authorization: `Bearer ${frame.sessionToken}` },
    });
    expect(await reader.nextEvent()).toEqual({ event: 'sessionEnded', data: { reason } });
    expect(await reader.next()).toBeUndefined();
  });

  it('A48: says that the session expired, and ends: to listen is not to use', async () => {
    const reader = await open();
    test.clock.advance(31 * 60_000);
    expect(await reader.nextEvent()).toEqual({ event: 'sessionEnded', data: { reason: 'expired' } });
    expect(await reader.next()).toBeUndefined();
  });

  it('ends the oldest of too many streams of one session', async () => {
    const opened = [await open(), await open(), await open(), await open()];
    expect(await opened[0]?.nextEvent()).toBeUndefined();
    await connect();
    for (const reader of opened.slice(1)) expect(statusOf(await reader.nextEvent())).toBe('connecting');
  });

  it('is not opened by HEAD', async () => {
    const answer = await test.app.inject({
      method: 'HEAD',
      url: '/embed/v1/events',
      headers: { authorization: `Bearer ${frame.sessionToken}` },
    });
    expect(answer.statusCode).toBe(404);
  });
});

describe('a stream by itself', () => {
  const never = () => Promise.resolve(undefined);

  it('gives a sign of life while nothing happens', async () => {
    const { events: hub } = test.services.connections;
    const stream = openEventStream({ hub, customerId: 'cus_1', endOf: never, heartbeatInterval: 5 });
    let text = '';
    for await (const chunk of stream.body as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.split(': alive\n\n').length > 3) stream.close();
    }
    expect(text).toMatch(/^retry: 1000\n: open\n\nid: evt_\w+\n\n(?:: alive\n\n){3}$/);
  });

  it('gives up a reader that does not read, and forgets it', async () => {
    const { events: hub } = test.services.connections;
    const stream = openEventStream({ hub, customerId: 'cus_1', endOf: never });
    const payload = { id: 'con_1', externalId: 'x'.repeat(255), provider: 'acme', connected: false } as const;
    const flood = (count: number): void => {
      for (let index = 0; index < count; index += 1) {
        const event = { id: newId('event'), customerId: 'cus_1', at: test.clock.now() };
        hub.publish([{ ...event, type: 'connectionStatusChange', payload: { ...payload, status: 'error' } }]);
      }
    };
    flood(10);
    await expect.poll(() => stream.body.readableLength).toBeGreaterThan(1_000);
    flood(2_000);
    expect(stream.body.destroyed).toBe(true);
    expect(stream.body.readableLength).toBeLessThan(300_000);
  });

  it('A88: is closed while it looks for what was missed, and says nothing after its end', async () => {
    const { promise, resolve } = Promise.withResolvers<never[]>();
    const hub = { ...test.services.connections.events, missed: () => promise };
    const stream = openEventStream({ hub, customerId: 'cus_1', endOf: never, lastEventId: newId('event') });
    const failures: unknown[] = [];
    stream.body.on('error', (error) => failures.push(error));
    stream.close();
    const payload = { id: 'con_1', externalId: null, provider: 'acme', connected: true, status: 'connected' } as const;
    resolve([{ id: newId('event'), customerId: 'cus_1', at: test.clock.now(), payload }] as never[]);
    await new Promise((done) => setImmediate(done));
    expect(failures).toEqual([]);
    let text = '';
    for await (const chunk of stream.body as AsyncIterable<Buffer>) text += chunk.toString();
    expect(text).not.toContain('connectionStatusChange');
  });

  it('ends when the session cannot be looked at', async () => {
    const { events: hub } = test.services.connections;
    const endOf = () => Promise.reject(new Error('database away'));
    const stream = openEventStream({ hub, customerId: 'cus_1', endOf, checkInterval: 5 });
    let text = '';
    for await (const chunk of stream.body as AsyncIterable<Buffer>) text += chunk.toString();
    expect(text).not.toContain('sessionEnded');
  });
});

describe('a server that stops', () => {
  it('is not held up by an open stream', async () => {
    const reader = await open();
    await test.app.close();
    expect(await reader.nextEvent()).toBeUndefined();
  });
});
