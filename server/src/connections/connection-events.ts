import type { EmbedAuthorization, ErrorCode, FrameEvents } from '@inlay/shared';
import type { Selectable, Transaction } from 'kysely';
import { newId } from '../crypto/ids.ts';
import type { Database } from '../database/open.ts';
import type { ConnectionEventTable, ConnectionRow, Schema } from '../database/schema.ts';

/** A change of a connection's status, as it is kept and told. */
export interface StatusEvent {
  /** `evt_…`; sorts by age. */
  readonly id: string;
  readonly customerId: string;
  readonly type: 'connectionStatusChange';
  readonly payload: FrameEvents['connectionStatusChange'];
  readonly at: number;
}

/** How far an authorization came, told to whoever began it alone. */
export interface AuthorizationEvent extends Omit<StatusEvent, 'type' | 'payload'> {
  readonly type: 'authorization';
  readonly payload: AuthorizationNews;
}

/** What is told of an authorization, before it is put into anybody's language. */
export interface AuthorizationNews {
  readonly memberId: string | null;
  readonly authorization: Omit<EmbedAuthorization, 'error'>;
  readonly error: { readonly code: ErrorCode; readonly requestId: string } | null;
}

/** What happened to a customer's connections, in the order in which streams tell it. */
export type ConnectionEvent = StatusEvent | AuthorizationEvent;

/** Milliseconds for which an event can be caught up on. */
export const eventLifetime = 24 * 3_600_000;

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
): Promise<StatusEvent> {
  const { id, external_id: externalId, provider, status, error_code: error } = subject;
  const payload: StatusEvent['payload'] = {
    id,
    externalId,
    provider,
    connected: status === 'connected',
    status,
    ...(error === null ? {} : { error }),
  };
  return append(transaction, {
    id: newId('event'),
    customerId: subject.customer_id,
    type: 'connectionStatusChange',
    payload,
    at: now,
  });
}

/** Keeps what happened to an authorization. */
export async function appendAuthorization(
  database: Database,
  customerId: string,
  payload: AuthorizationNews,
  now: number,
): Promise<AuthorizationEvent> {
  return append(database, { id: newId('event'), customerId, type: 'authorization', payload, at: now });
}

async function append<Event extends ConnectionEvent>(database: Database, event: Event): Promise<Event> {
  const { id, customerId, type, payload, at } = event;
  await database
    .insertInto('connection_events')
    .values({ id, customer_id: customerId, type, payload: JSON.stringify(payload), at })
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

function toEvent(row: Selectable<ConnectionEventTable>): ConnectionEvent {
  const common = { id: row.id, customerId: row.customer_id, at: row.at };
  const payload: unknown = JSON.parse(row.payload);
  return row.type === 'authorization'
    ? { ...common, type: 'authorization', payload: payload as AuthorizationNews }
    : { ...common, type: 'connectionStatusChange', payload: payload as StatusEvent['payload'] };
}
