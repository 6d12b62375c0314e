import type { CustomFetchOptions } from 'oauth4webapi';
import type { Outbound, OutboundAnswer } from '../../http/outbound.ts';

/** A `fetch` as the library takes it, for requests whose body is a form or nothing. */
export type FetchBy = (
  url: string,
  options: CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
) => Promise<Response>;

/** How requests are sent and answers are handed on. */
export interface FetchOptions {
  readonly maxBytes?: number;
  /** `json`: the form's members go as a JSON object. Default: `form`. */
  readonly send?: 'form' | 'json' | undefined;
  /** Sees a positive answer first, in the very tick in which it is whole. */
  readonly received?: ((answer: string) => void) | undefined;
  /** Rewrites an answer into what the specification wants. */
  readonly conform?: ((answer: OutboundAnswer) => { status: number; text: string }) | undefined;
}

/**
 * Has the library send by the one way out: checked addresses, no redirect, bounded in size and time. What comes back is
 * always said to be JSON, which reading it will show, and no challenge of a header hides the error of a body.
 */
export function fetchBy(outbound: Outbound, options: FetchOptions = {}): FetchBy {
  const { maxBytes, send = 'form', received, conform = (answer) => answer } = options;
  return async (url, { method, headers, body }) => {
    const content =
      body === undefined ? undefined : send === 'json' ? JSON.stringify(Object.fromEntries(body)) : body.toString();
    const answer = await outbound.request({
      method,
      url,
      headers: {
        ...headers,
        ...(content !== undefined && send === 'json' ? { 'content-type': 'application/json' } : {}),
      },
      ...(content === undefined ? {} : { body: content }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });
    if (answer.status >= 200 && answer.status < 300) received?.(answer.text);
    const { status, text } = conform(answer);
    const { retryAfter } = answer;
    return new Response(bodiless.has(status) ? null : text, {
      // What is no status to the Fetch standard is none to us.
      status: status >= 200 && status <= 599 ? status : 502,
      headers: {
        'content-type': 'application/json',
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      },
    });
  };
}

/** Statuses whose answers have no body (Fetch, "null body status"). */
const bodiless = new Set([204, 205, 304]);
