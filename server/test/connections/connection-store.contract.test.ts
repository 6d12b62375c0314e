import { beforeAll, expect, it } from 'vitest';
import { eventsAfter, eventsSince, pruneEvents } from '../../src/connections/connection-events.ts';
import { createConnectionStore } from '../../src/connections/connection-store.ts';
import type { ConnectionStore } from '../../src/connections/connection-store.ts';
import { newId } from '../../src/crypto/ids.ts';
import type { Database } from '../../src/database/open.ts';
import type { ConnectionRow } from '../../src/database/schema.ts';
import { onEachEngine } from '../support/engines.ts';

const now = 1_000_000;
const first = 'evt_00000000';

onEachEngine('connection store', (open) => {
  let database: Database;
  let store: ConnectionStore;
  let template: ConnectionRow;

  beforeAll(async () => {
    const test = await open();
    database = test.services.database;
    store = createConnectionStore(database);
    const { vendor } = await test.accounts.vendor();
    const customer = await test.accounts.customer(vendor.id);
    template = {
      id: '',
      vendor_id: vendor.id,
      customer_id: customer.id,
      member_id: null,
      external_id: null,
      provider: 'acme',
      status: 'connecting',
      account_id: null,
      account_label: null,
      fields: '{}',
      sealed_credentials: null,
      error_code: null,
      connected_at: null,
      scopes: null,
      access_expires_at: null,
      renew_at: null,
      refresh_id: null,
      refresh_started_at: null,
      refresh_failures: 0,
      created_at: now,
      updated_at: now,
    };
  });
  const newRow = (): ConnectionRow => ({ ...template, id: newId('connection') });
  const events = async (row: ConnectionRow): Promise<unknown[]> =>
    (await eventsAfter(database, row.customer_id, first, 1_000))
      .filter((event) => event.type === 'connectionStatusChange')
      .filter(({ payload }) => payload.id === row.id)
      .map(({ payload: { status, error, connected } }) => [status, connected, error]);

  it('keeps a row and the event of it together', async () => {
    const row = newRow();
    const event = await store.insert(row);
    expect(event.payload).toEqual({
      id: row.id,
      externalId: null,
      provider: 'acme',
      connected: false,
      status: 'connecting',
    });
    expect(await store.find(row.customer_id, { id: row.id }, now)).toEqual(row);
    expect(await events(row)).toEqual([['connecting', false, undefined]]);
    await expect(store.insert(row)).rejects.toThrow(/unique|duplicate/i);
    expect(await events(row)).toHaveLength(1);
  });

  it('lets exactly one of several changes of the same row through', async () => {
    const row = newRow();
    await store.insert(row);
    const next = (sealed: string): ConnectionRow => ({ ...row, status: 'connected', sealed_credentials: sealed });
    const told = await Promise.all(['a', 'b', 'c', 'd'].map((sealed) => store.replace(row, next(sealed))));
    expect(told.filter((event) => event !== undefined)).toHaveLength(1);
    expect(await events(row)).toHaveLength(2);
    const current = await store.find(row.customer_id, { id: row.id }, now);
    const winner = ['a', 'b', 'c', 'd'][told.findIndex((event) => event !== undefined)];
    expect(current?.sealed_credentials).toBe(winner);
    expect(await store.replace(next('other'), next('e'))).toBeUndefined();
    expect(await store.replace(next(winner ?? ''), next('e'))).toEqual([]);
  });

  it('never makes a row older, whatever the clocks of several processes say', async () => {
    const row = newRow();
    await store.insert(row);
    const [started] = (await store.change(row, { status: 'connected', sealed_credentials: 's' }, now - 5_000)) ?? [];
    const connected = await store.find(row.customer_id, { id: row.id }, now);
    expect([started?.at, connected?.updated_at]).toEqual([now + 1, now + 1]);
    const gone = connected && (await store.remove(connected, now - 5_000));
    expect(gone?.at).toBe(now + 2);
  });

  it('removes a first try that failed, and no connection that stands', async () => {
    const [tried, stands] = [newRow(), newRow()];
    await store.insert(tried);
    await store.insert(stands);
    await store.replace(stands, { ...stands, status: 'connected', sealed_credentials: 's' });
    expect((await store.removeFailed(tried, 'credentials_invalid', now))?.payload.status).toBe('error');
    expect(await store.removeFailed(tried, 'credentials_invalid', now)).toBeUndefined();
    expect(await store.removeFailed(stands, 'credentials_invalid', now)).toBeUndefined();
    expect((await events(tried)).at(-1)).toEqual(['error', false, 'credentials_invalid']);
    expect(await store.find(tried.customer_id, { id: tried.id }, now)).toBeUndefined();
  });

  it('hides what was given up on, and lists it for the sweep', async () => {
    const row = newRow();
    await store.insert(row);
    const ids = async (at: number): Promise<string[]> => (await store.list(row.customer_id, at)).map(({ id }) => id);
    const ofVendor = async (at: number): Promise<string[]> => {
      const query = { vendorId: row.vendor_id, customerId: undefined, limit: 100 };
      return (await store.listOfVendor(query, at)).map(({ id }) => id);
    };
    expect(await ids(now + 60_000)).toContain(row.id);
    expect(await ofVendor(now + 60_000)).toContain(row.id);
    expect(await ids(now + 60_001)).not.toContain(row.id);
    expect(await ofVendor(now + 60_001)).not.toContain(row.id);
    expect(await store.findOfVendor(row.vendor_id, { id: row.id }, now + 60_001)).toBeUndefined();
    expect((await store.abandoned(now + 60_001)).map(({ id }) => id)).toContain(row.id);
    expect(await store.abandoned(now + 60_000)).toEqual([]);
  });

  it('finds events by age, and forgets old ones', async () => {
    const row = { ...newRow(), updated_at: now + 5_000_000 };
    const event = await store.insert(row);
    expect(await eventsSince(database, now + 4_999_999)).toEqual([event]);
    expect(await eventsAfter(database, row.customer_id, event.id, 10)).toEqual([]);
    await pruneEvents(database, now + 5_000_000 + 86_400_000);
    expect(await eventsAfter(database, row.customer_id, first, 10)).toEqual([event]);
    await pruneEvents(database, now + 5_000_001 + 86_400_000);
    expect(await eventsAfter(database, row.customer_id, first, 10)).toEqual([]);
  });
});
