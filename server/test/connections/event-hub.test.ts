import { expect, it } from 'vitest';
import { appendAuthorization } from '../../src/connections/connection-events.ts';
import type { ConnectionEvent } from '../../src/connections/connection-events.ts';
import { createEventHub } from '../../src/connections/event-hub.ts';
import type { EventHub } from '../../src/connections/event-hub.ts';
import type { Notices } from '../../src/state/notices.ts';
import { createTestApp } from '../support/app.ts';

/** Notices that arrive when, and in the order in which, a test says. */
function createPost(): { readonly notices: Notices; readonly sent: string[]; deliver(message: string): void } {
  const sent: string[] = [];
  const listeners: ((message: string) => void)[] = [];
  return {
    notices: {
      publish: (_topic, message) => void sent.push(message),
      subscribe: (_topic, listener) => void listeners.push(listener),
    },
    sent,
    deliver: (message) => listeners.forEach((listener) => listener(message)),
  };
}

/** Two hubs on one database: what the first publishes the second hears when it is delivered. */
async function twoHubs(): Promise<{
  readonly here: EventHub;
  readonly heard: string[];
  readonly post: ReturnType<typeof createPost>;
  /** Keeps and publishes an event of the customer, and answers its notice. */
  happen(): Promise<{ event: ConnectionEvent; notice: string }>;
  until(count: number): Promise<void>;
  close(): Promise<void>;
}> {
  const test = await createTestApp();
  const { vendor } = await test.accounts.vendor();
  const customer = await test.accounts.customer(vendor.id);
  const { database } = test.services;
  const post = createPost();
  const here = createEventHub(database, test.clock.now, { ...post.notices, subscribe: () => undefined });
  const there = createEventHub(database, test.clock.now, { ...post.notices, publish: () => undefined });
  const heard: string[] = [];
  let wake = (): void => undefined;
  there.subscribe(customer.id, ({ id }) => {
    heard.push(id);
    wake();
  });
  const authorization = { id: 'aut_x', provider: 'p', connection: null, status: 'opened', expiresAt: '' } as const;
  return {
    here,
    heard,
    post,
    async happen() {
      const news = { memberId: null, authorization, error: null };
      const event = await appendAuthorization(database, customer.id, news, test.clock.now());
      here.publish([event]);
      return { event, notice: post.sent.at(-1) ?? '' };
    },
    async until(count) {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    async close() {
      here.close();
      there.close();
      await test.close();
    },
  };
}

it('tells what another process told, each event once and in their order, though one notice overtakes another', async () => {
  const hubs = await twoHubs();
  const [first, second, third] = [await hubs.happen(), await hubs.happen(), await hubs.happen()];
  for (const { notice } of [second, third, first, second]) hubs.post.deliver(notice);
  await hubs.until(3);
  expect(hubs.heard).toEqual([first, second, third].map(({ event }) => event.id));
  const fourth = await hubs.happen();
  hubs.post.deliver(fourth.notice);
  await hubs.until(4);
  expect(hubs.heard).toEqual([first, second, third, fourth].map(({ event }) => event.id));
  await hubs.close();
});

it('tells an event whose notice was lost before the next one', async () => {
  const hubs = await twoHubs();
  const first = await hubs.happen();
  hubs.post.deliver(first.notice);
  const [lost, next] = [await hubs.happen(), await hubs.happen()];
  hubs.post.deliver(next.notice);
  await hubs.until(3);
  expect(hubs.heard).toEqual([first, lost, next].map(({ event }) => event.id));
  await hubs.close();
});
