import { InlayError, parseReference } from '@inlay/shared';
import type { EmbedAuthorizationCancel, EmbedAuthorizationRequest } from '@inlay/shared';
import type { Clock } from '../../clock.ts';
import { newId } from '../../crypto/ids.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import { toInlayError } from '../../http/errors.ts';
import type { RateLimit } from '../../http/rate-limit.ts';
import { withFixedFields } from '../available-providers.ts';
import type { Caller } from '../caller.ts';
import type { ConnectionStore } from '../connection-store.ts';
import { readFields } from '../fields.ts';
import type { Providers } from '../providers.ts';
import { flowKey, flowLifetime } from './flow.ts';
import type { Flow } from './flow.ts';
import type { FlowRecords, Kept } from './flow-records.ts';
import type { Progress } from './progress.ts';

/** What registering flows needs. */
export interface RegistrationParts {
  readonly records: FlowRecords;
  readonly progress: Progress;
  readonly providers: Providers;
  readonly store: ConnectionStore;
  readonly attempts: RateLimit;
  readonly clock: Clock;
}

/** Who asks, which session they ask in, and in which language. */
export interface FrameCaller extends Caller {
  readonly sessionId: string;
  readonly locale: string;
}

/** What the frame does: it begins authorizations, looks at them and gives them up. */
export interface Registration {
  /**
   * Begins one. Asked again with the same id by the same person, it answers the same. Throws `connection_missing`,
   * `provider_not_configured`, `fields_invalid`, `rate_limited`, and `request_invalid` for an id that is taken; the window
   * that may be open already is told the same.
   */
  begin(caller: FrameCaller, request: EmbedAuthorizationRequest): Promise<Flow>;
  /** Throws `not_found` for one that somebody else began. */
  find(caller: Caller, id: string): Promise<Flow>;
  /** Gives one up, unless it has ended or its code is being exchanged; answers it as it is. */
  cancel(caller: Caller, id: string, reason: EmbedAuthorizationCancel['reason']): Promise<Flow>;
}

export function createRegistration(parts: RegistrationParts): Registration {
  const { records, progress, providers, store, attempts, clock } = parts;

  async function reconnected(caller: Caller, text: string): Promise<ConnectionRow> {
    const reference = parseReference(text);
    const row = reference && (await store.find(caller.customerId, reference, clock()));
    if (row === undefined || row.status === 'connecting') throw new InlayError('connection_missing');
    return row;
  }

  /** Checks everything that can be checked before anybody goes anywhere. */
  async function prepare(caller: FrameCaller, request: EmbedAuthorizationRequest): Promise<Flow> {
    const { provider, connection } = request;
    if ((provider === undefined) === (connection === undefined)) {
      throw new InlayError('request_invalid', { details: [{ path: '', message: 'needs provider or connection' }] });
    }
    const row = connection === undefined ? undefined : await reconnected(caller, connection);
    const available = await providers.available.get(
      caller.vendorId,
      caller.customerId,
      row?.provider ?? provider ?? '',
    );
    if (available.entry.kind !== 'oauth2') throw new InlayError('provider_not_configured');
    const input = withFixedFields(available, request.fields ?? fieldsOf(row));
    const values = readFields(available.entry, input, providers.faultOfAddress);
    return {
      ...common(caller, request.id),
      provider: available.entry.id,
      connectionId: row?.id ?? newId('connection'),
      isNew: row === undefined,
      input: values.open,
    };
  }

  const common = (caller: FrameCaller, id: string) =>
    ({
      id,
      vendorId: caller.vendorId,
      customerId: caller.customerId,
      memberId: caller.memberId,
      sessionId: caller.sessionId,
      locale: caller.locale,
      requestId: caller.requestId,
      status: 'waiting',
      browser: null,
      state: null,
      code: null,
      expiresAt: clock() + flowLifetime,
    }) as const;

  /** Leaves the reason for the window, which may be open already and waits. */
  async function refuse(caller: FrameCaller, request: EmbedAuthorizationRequest, error: unknown): Promise<void> {
    const { code } = toInlayError(error);
    const provider = request.provider ?? '';
    const nothing = { provider, connectionId: newId('connection'), isNew: true, input: {} };
    await records.create({ ...common(caller, request.id), ...nothing, status: 'failed', code });
  }

  async function find(caller: Caller, id: string): Promise<Kept<Flow>> {
    const kept = await progress.find(flowKey(id));
    if (kept === undefined || !isOf(caller, kept.value)) throw new InlayError('not_found');
    return kept;
  }

  return {
    async begin(caller, request) {
      // Whatever is asked is counted: also what is refused leaves something behind for the window.
      attempts.check(caller.customerId);
      attempts.count(caller.customerId);
      let flow: Flow;
      try {
        flow = await prepare(caller, request);
      } catch (error) {
        await refuse(caller, request, error).catch(() => undefined);
        throw error;
      }
      if (await records.create(flow)) {
        progress.began(flow);
        return flow;
      }
      const there = (await progress.find(flowKey(flow.id)))?.value;
      if (there !== undefined && isOf(caller, there) && areAlike(there, flow)) return there;
      throw new InlayError('request_invalid', { details: [{ path: '/id', message: 'is taken' }] });
    },
    find: async (caller, id) => (await find(caller, id)).value,
    async cancel(caller, id, reason) {
      const kept = await find(caller, id);
      const ending = { status: 'failed', code: reason, requestId: caller.requestId } as const;
      return (await progress.end(kept, ending, ({ status }) => status !== 'exchanging')).value;
    },
  };
}

/** A flow is the person's who began it, whose session may have been renewed since. */
function isOf({ customerId, memberId }: Caller, flow: Flow): boolean {
  return flow.customerId === customerId && flow.memberId === memberId;
}

/** Whether two flows are for the same: the id of a new connection is each one's own. */
function areAlike(one: Flow, other: Flow): boolean {
  if (one.provider !== other.provider || one.isNew !== other.isNew) return false;
  return one.isNew || one.connectionId === other.connectionId;
}

/** What was filled in when it was connected. */
function fieldsOf(row: ConnectionRow | undefined): Readonly<Record<string, string>> {
  return row === undefined ? {} : (JSON.parse(row.fields) as Record<string, string>);
}
