import { ApiError, localFault, refusalOf } from './api-error.ts';
import type { Connectivity } from './connectivity.ts';

/** What every request needs to know of the frame. */
export interface TransportOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly connectivity: Pick<Connectivity, 'note' | 'browserOffline'>;
  /** BCP 47 tag of the language the frame speaks, in which refusals come back. */
  readonly locale: () => string;
}

/** One request to our own origin. */
export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** Bearer token of the session. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the request is given up; default: 15 s to read, 45 s to change, as a provider may be slow. */
  readonly timeout?: number;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
}

/** Sends requests to our own origin and turns every other end than success into an {@link ApiError}. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Sends `request` and reads the JSON answer; throws an {@link ApiError}, or an AbortError if `signal` fires. */
  async send<T>(path: string, request: ApiRequest = {}): Promise<T> {
    const { method = 'GET', body, signal, timeout = method === 'GET' ? 15_000 : 45_000 } = request;
    const limit = AbortSignal.timeout(timeout);
    try {
      const response = await this.open(path, {
        ...request,
        method,
        body,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      return (response.status === 204 ? undefined : await readJson(response)) as T;
    } catch (error) {
      if (error instanceof ApiError || signal?.aborted) throw error;
      this.#options.connectivity.note(false);
      throw localFault(this.#options.connectivity.browserOffline ? 'offline' : 'unreachable');
    }
  }

  /** Sends `request` and hands over the successful answer with its body unread, for streams. */
  async open(path: string, request: ApiRequest & { readonly headers?: Record<string, string> }): Promise<Response> {
    const { fetch, locale, connectivity } = this.#options;
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Language': locale(),
      ...request.headers,
    };
    if (request.token !== undefined) headers['Authorization'] = `Bearer ${request.token}`;
    if (request.body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(path, {
      method: request.method ?? 'GET',
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: request.signal ?? null,
      keepalive: request.keepalive ?? false,
      cache: 'no-store',
      redirect: 'error',
    });
    connectivity.note(true);
    if (!response.ok) throw refusalOf(response.status, await readJson(response).catch(() => undefined));
    return response;
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw localFault('unreadable');
  }
}
