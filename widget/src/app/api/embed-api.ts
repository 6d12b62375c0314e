import type {
  EmbedAuthorization,
  EmbedAuthorizationCancel,
  EmbedAuthorizationRequest,
  EmbedConnection,
  EmbedProvider,
} from '@inlay/shared/embed-api';
import type { Reference } from '@inlay/shared/ids';
import type { Session } from '../session/session.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest, Transport } from './transport.ts';

/** Values of a provider's fields, by name. */
export type FieldValues = Readonly<Record<string, string>>;

/** The server's API for the frame. Each call speaks for the session of the moment it is made in, and for no other. */
export class EmbedApi {
  readonly #transport: Transport;
  readonly #session: Session;

  constructor(transport: Transport, session: Session) {
    this.#transport = transport;
    this.#session = session;
  }

  async providers(): Promise<readonly EmbedProvider[]> {
    return (await this.request<{ data: readonly EmbedProvider[] }>('/providers')).data;
  }

  async connections(): Promise<readonly EmbedConnection[]> {
    return (await this.request<{ data: readonly EmbedConnection[] }>('/connections')).data;
  }

  connection(reference: Reference): Promise<EmbedConnection> {
    return this.request(connectionUrl(reference));
  }

  connect(provider: string, fields: FieldValues): Promise<EmbedConnection> {
    return this.request('/connections', { method: 'POST', body: { provider, fields } });
  }

  reconnect(id: string, fields: FieldValues): Promise<EmbedConnection> {
    return this.request(`${connectionUrl({ id })}/reconnect`, { method: 'POST', body: { fields } });
  }

  disconnect(id: string): Promise<EmbedConnection> {
    return this.request(`${connectionUrl({ id })}/disconnect`, { method: 'POST', body: {} });
  }

  authorize(body: EmbedAuthorizationRequest): Promise<EmbedAuthorization> {
    return this.request('/authorizations', { method: 'POST', body });
  }

  authorization(id: string): Promise<EmbedAuthorization> {
    return this.request(`/authorizations/${id}`);
  }

  cancelAuthorization(id: string, reason: EmbedAuthorizationCancel['reason']): Promise<EmbedAuthorization> {
    return this.request(`/authorizations/${id}/cancel`, { method: 'POST', body: { reason } });
  }

  /** Opens the event stream after `lastEventId`; `undefined` where the session is over and no other was to be had. */
  async events(lastEventId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | undefined> {
    const grant = this.#session.grant();
    const headers = { Accept: 'text/event-stream', ...(lastEventId && { 'Last-Event-ID': lastEventId }) };
    try {
      const request = { token: grant.token, headers, signal: AbortSignal.any([signal, grant.signal]) };
      return (await this.#transport.open('/embed/v1/events', request)).body ?? undefined;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isSessionEnd) throw error;
      const renewed = await this.#session.renew(error, grant.token);
      return renewed === undefined ? undefined : this.events(lastEventId, signal);
    }
  }

  /**
   * Sends a request with the session's token. When the server says that the session is over, the session is renewed
   * and the request sent once more, unless the new session is another person's: then it must not be repeated.
   */
  async request<T>(path: string, request: ApiRequest = {}): Promise<T> {
    const grant = this.#session.grant();
    const attempt = (token: string) =>
      this.#transport.send<T>(`/embed/v1${path}`, { ...request, token, signal: grant.signal });
    try {
      return await attempt(grant.token);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isSessionEnd) throw error;
      const renewed = await this.#session.renew(error, grant.token);
      grant.signal.throwIfAborted();
      if (renewed === undefined) throw error;
      return attempt(renewed);
    }
  }
}

/** Ends the session of `token`; nobody waits for it, and its failure changes nothing: the session ends by itself. */
export function endSession(transport: Transport, token: string): void {
  transport
    .send('/embed/v1/session?reason=replaced', { method: 'DELETE', token, keepalive: true })
    .catch(() => undefined);
}

function connectionUrl(reference: Reference): string {
  return `/connections/${'id' in reference ? reference.id : `E${encodeURIComponent(reference.externalId)}`}`;
}
