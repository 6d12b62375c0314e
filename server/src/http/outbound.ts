import { InlayError } from '@inlay/shared';
import type { Agent } from 'undici';
import { besideDeadline } from '../deadline.ts';
import type { ResolveAll } from './guarded-connect.ts';

/** What is sent. `headers` may hold a secret: nothing of them is ever kept, logged or put into an error. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Largest answer in bytes, where it is another than the client's own. */
  readonly maxBytes?: number;
}

/** What came back, whatever its status. */
export interface OutboundAnswer {
  readonly status: number;
  readonly text: string;
  /** Seconds of a `Retry-After` header that names seconds, at most an hour. */
  readonly retryAfter: number | undefined;
  /** What the `Date` header says, in milliseconds since 1970; absent where it says no date. */
  readonly date?: number;
}

/**
 * The one way in which the server calls addresses that others chose: https to public addresses and port 443, no
 * redirect followed, no proxy, no cookie, answers and time bounded.
 */
export interface Outbound {
  /** Sends one request. Throws `provider_unavailable`, whose detail names the host and the cause alone. */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Why an address would be refused before any connection, for a person to read; `undefined` where it would not. */
  readonly faultOf: (address: string) => string | undefined;
  close(): Promise<void>;
}

/** Settings of the client. */
export interface OutboundOptions {
  /** `host` (any port) or `host:port`, exempt from the rules on scheme, port and address. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Milliseconds until a connection must stand. Default: 2000. */
  readonly connectTimeout?: number;
  /** Milliseconds until the whole answer must be there. Default: 5000. */
  readonly timeout?: number;
  /** Largest answer in bytes. Default: 65536. */
  readonly maxBytes?: number;
  readonly resolve?: ResolveAll;
}

const userAgent = 'Inlay/0.1';

/** Makes the client. Close it when the server stops. */
export function createOutbound(options: OutboundOptions = {}): Outbound {
  const { allowedHosts = [], connectTimeout = 2_000, timeout = 5_000, maxBytes: defaultMaxBytes = 65_536 } = options;
  const isExempt = (host: string, port: string): boolean =>
    allowedHosts.includes(host) || allowedHosts.includes(`${host}:${port}`);
  const faultOf = (address: string): string | undefined =>
    addressFault(address, (url) => isExempt(url.hostname.replace(/^\[|\]$/g, ''), portOf(url)));
  let agent: Promise<Agent> | undefined;

  /** The client proper, loaded when something is first sent: most commands, and every start, do without. */
  async function openAgent(): Promise<Agent> {
    const [{ Agent }, { guardedConnect }] = await Promise.all([import('undici'), import('./guarded-connect.ts')]);
    return new Agent({
      connect: guardedConnect({ timeout: connectTimeout, isExempt, resolve: options.resolve }),
      // A connection serves one request: none outlives the check of its address.
      pipelining: 0,
      maxHeaderSize: 16_384,
    });
  }

  return {
    faultOf,
    async request({ method, url: address, headers = {}, body, maxBytes = defaultMaxBytes }) {
      const fault = faultOf(address);
      if (fault !== undefined) throw unavailable(URL.canParse(address) ? new URL(address).host : 'address', fault);
      const url = new URL(address);
      const signal = AbortSignal.timeout(timeout);
      const send = async (): Promise<OutboundAnswer> => {
        agent ??= openAgent();
        const answer = await (
          await agent
        ).request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: { 'user-agent': userAgent, accept: 'application/json', 'accept-encoding': 'identity', ...headers },
          body: body ?? null,
          signal,
        });
        return {
          status: answer.statusCode,
          text: await readText(answer.body, maxBytes),
          retryAfter: retryAfterOf(answer.headers['retry-after']),
          ...dateOf(answer.headers['date']),
        };
      };
      try {
        return await besideDeadline(send);
      } catch (error) {
        throw unavailable(url.host, reasonOf(error, signal));
      }
    },
    close: async () => (await agent)?.destroy(),
  };
}

function addressFault(address: string, isAllowed: (url: URL) => boolean): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be an https:// address';
  if (url.username !== '' || url.password !== '') return 'must hold no user or password';
  if (isAllowed(url)) return undefined;
  if (url.protocol !== 'https:') return 'must be an https:// address';
  return url.port === '' ? undefined : 'must use port 443';
}

async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream and its connection.
    if (size > maxBytes) throw new RangeError('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unavailable(host: string, reason: string): InlayError {
  // Without `cause`: errors of the HTTP parser carry bytes of the answer, which may repeat a secret.
  return new InlayError('provider_unavailable', { detail: `${host}: ${reason}` });
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no whole answer in time';
  if (error instanceof RangeError) return error.message;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? (error instanceof Error ? error.name : 'unknown failure');
}

function retryAfterOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Math.min(Number(header), 3_600) : undefined;
}

function dateOf(header: string | string[] | undefined): { readonly date?: number } {
  const date = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? {} : { date };
}

const portOf = (url: URL): string => (url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80');
