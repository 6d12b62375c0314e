import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import type { FrameEvents } from '@inlay/shared/messages';
import { ApiError } from '../../src/app/api/api-error.ts';
import type { EmbedApi } from '../../src/app/api/embed-api.ts';
import { Store } from '../../src/app/store.ts';

const provider = { id: 'jodoo', name: 'Jodoo' } as EmbedProvider;

function connection(change: Partial<EmbedConnection> = {}): EmbedConnection {
  return {
    id: 'con_1',
    externalId: 'ext-1',
    provider: 'jodoo',
    status: 'connected',
    account: null,
    fields: {},
    error: null,
    connectedAt: null,
    createdAt: '2025-01-01T00:00:00Z',
    updatedAt: '2025-01-01T00:00:01Z',
    ...change,
  };
}

let held: EmbedConnection[];
let failure: Error | undefined;
let told: FrameEvents['connectionStatusChange'][];
let store: Store;
/** Lets a test hold answers back. */
let gate: Promise<void>;

beforeEach(() => {
  held = [connection()];
  failure = undefined;
  told = [];
  gate = Promise.resolve();
  const answer = async <T>(value: () => T): Promise<T> => {
    const given = value();
    await gate;
    if (failure) throw failure;
    return given;
  };
  const api = {
    providers: () => answer(() => [provider]),
    connections: () => answer(() => [...held]),
    connection: () => answer(() => held[0]),
    connect: () => answer(() => connection({ id: 'con_2', externalId: null })),
    disconnect: () => answer(() => connection({ status: 'disconnected', updatedAt: '2025-01-01T00:00:09Z' })),
  };
  store = new Store(api as unknown as EmbedApi, (change) => void told.push(change));
});

describe('the store', () => {
  it('loads providers and connections without telling of any change', async () => {
    expect(await store.load()).toBe(true);
    expect(store.provider('jodoo')).toBe(provider);
    expect(store.connection({ id: 'con_1' })).toEqual(connection());
    expect(store.connection({ externalId: 'ext-1' })?.id).toBe('con_1');
    expect(told).toEqual([]);
  });

  it('says why it could not load, and loads on the next try', async () => {
    failure = new ApiError({ code: 'service_unavailable' });
    expect(await store.load()).toBe(false);
    expect(store.error?.code).toBe('service_unavailable');
    failure = undefined;
    expect(await store.load()).toBe(true);
    expect(store.error).toBeUndefined();
  });

  it('tells of a change once, whether it came by an answer, the stream or a refresh', async () => {
    await store.load();
    await store.disconnect('con_1');
    held = [connection({ status: 'disconnected', updatedAt: '2025-01-01T00:00:09Z' })];
    await store.follow({
      id: 'con_1',
      externalId: 'ext-1',
      provider: 'jodoo',
      connected: false,
      status: 'disconnected',
      updatedAt: '2025-01-01T00:00:09Z',
    });
    await store.refresh();
    expect(told).toEqual([
      { id: 'con_1', externalId: 'ext-1', provider: 'jodoo', connected: false, status: 'disconnected' },
    ]);
  });

  it('tells of a connection that somebody else made, and of a new error of the same status', async () => {
    await store.load();
    held = [connection(), connection({ id: 'con_3', status: 'error', error: { code: 'a', message: '' } })];
    await store.refresh();
    held = [connection(), connection({ id: 'con_3', status: 'error', error: { code: 'b', message: '' } })];
    await store.refresh();
    expect(told.map(({ id, error }) => [id, error])).toEqual([
      ['con_3', 'a'],
      ['con_3', 'b'],
    ]);
  });

  it('passes over what the stream tells late: an answer said more', async () => {
    await store.load();
    await store.connect('jodoo', {});
    const base = { id: 'con_2', externalId: null, provider: 'jodoo' } as const;
    const [before, after] = ['2025-01-01T00:00:00Z', '2025-01-01T00:00:02Z'];
    held = [connection({ id: 'con_2', externalId: null })];
    await store.follow({ ...base, connected: false, status: 'connecting', updatedAt: before });
    await store.follow({ ...base, connected: true, status: 'connected', updatedAt: connection().updatedAt });
    expect(told.map(({ status }) => status)).toEqual(['connected']);
    held = [connection({ id: 'con_2', externalId: null, status: 'expired', updatedAt: after })];
    await store.follow({ ...base, connected: false, status: 'expired', updatedAt: after });
    expect(told).toEqual([
      { ...base, connected: true, status: 'connected' },
      { ...base, connected: false, status: 'expired' },
    ]);
  });

  it('keeps the younger of two answers', async () => {
    await store.load();
    await store.disconnect('con_1');
    await store.refresh();
    expect(store.connection({ id: 'con_1' })?.status).toBe('disconnected');
    expect(told).toHaveLength(1);
  });

  it('drops what the server no longer has', async () => {
    await store.load();
    await store.connect('jodoo', {});
    expect(store.connections).toHaveLength(2);
    await store.refresh();
    expect(store.connections.map(({ id }) => id)).toEqual(['con_1']);
  });

  it('A46: takes no answer in that was asked for before it was cleared', async () => {
    await store.load();
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const pending = [store.load(), store.refresh()];
    store.clear();
    open();
    await Promise.all(pending);
    expect(store.loaded).toBe(false);
    expect(store.connections).toEqual([]);
    expect(store.providers).toEqual([]);
  });
});
