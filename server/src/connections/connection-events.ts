import type { FrameEvents } from '@inlay/shared';
import type { Transaction } from 'kysely';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionRow, Schema } from '../database/schema.ts';

/** A change of a connection's status, as it is kept and told. */
export interface ConnectionEvent {
  /** `evt_…`; sorts by age. */
  readonly id: string;
  readonly customerId: string;
  readonly payload: FrameEvents['connectionStatusChange'];
  readonly at: number;
}

/** Milliseconds for which an event can be caught up on. */
export const eventLifetime = 24 * 3_600_000;
const type = 'connectionStatusChange';

/** What an event tells of a connection. */
export type EventSubject = Pick<
  ConnectionRow,
  'id' | 'customer_id' | 'external_id' | 'provider' | 'status' | 'error_code'
>;

/** Keeps the event of a change, within the transaction that makes the change. Tell it to others once that is committed. */
export async function appendEvent(
  transaction: Transaction<Schema>,
  subject: EventSubject,
  now: number,
): Promise<ConnectionEvent> {
  const { id, external_id: externalId, provider, status, error_code: error } = subject;
  const payload: ConnectionEvent['payload'] = {
    id,
    externalId,
    provider,
    connected: status === 'connected',
    status,
    ...(error === null ? {} : { error }),
  };
  const event: ConnectionEvent = { id: newId('event'), customerId: subject.customer_id, payload, at: now };
  await transaction
    .insertInto('connection_events')
    .values({ id: event.id, customer_id: event.customerId, type, payload: JSON.stringify(payload), at: now })
    .execute();
  return event;
}

/** The newest `limit` events of a customer after the event `after`, oldest first. */
export async function eventsAfter(
  database: Database,
  customerId: string,
  after: string,
  limit: number,
): Promise<ConnectionEvent[]> {
  const rows = await database
    .selectFrom('connection_events')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '>', after)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed().map(toEvent);
}

/** Events of any customer that happened after `time`, oldest first. */
export async function eventsSince(database: Database, time: number): Promise<ConnectionEvent[]> {
  const rows = await database
    .selectFrom('connection_events')
    .selectAll()
    .where('at', '>', time)
    .orderBy('id')
    .limit(10_000)
    .execute();
  return rows.map(toEvent);
}

/** Removes events that are too old to be caught up on. */
export async function pruneEvents(database: Database, now: number): Promise<void> {
  await database
    .deleteFrom('connection_events')
    .where('at', '<', now - eventLifetime)
    .execute();
}

function toEvent(row: { id: string; customer_id: string; payload: string; at: number }): ConnectionEvent {
  const payload = JSON.parse(row.payload) as ConnectionEvent['payload'];
  return { id: row.id, customerId: row.customer_id, payload, at: row.at };
}
