import { InlayError } from '@inlay/shared';
import { Agent } from 'undici';
import { guardedConnect } from './guarded-connect.ts';
import type { ResolveAll } from './guarded-connect.ts';

/** What is sent. `headers` may hold a secret: nothing of them is ever kept, logged or put into an error. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back, whatever its status. */
export interface OutboundAnswer {
  readonly status: number;
  readonly text: string;
  /** Seconds of a `Retry-After` header that names seconds, at most an hour. */
  readonly retryAfter: number | undefined;
}

/**
 * The one way in which the server calls addresses that others chose: https to public addresses and port 443, no
 * redirect followed, no proxy, no cookie, answers and time bounded.
 */
export interface Outbound {
  /** Sends one request. Throws `provider_unavailable`, whose detail names the host and the cause alone. */
  request(request: OutboundRequest): Promise<OutboundAnswer>;
  /** Whether the settings let this host (and port) be reached over http and at private addresses. */
  isAllowedHost(url: URL): boolean;
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
  const { allowedHosts = [], connectTimeout = 2_000, timeout = 5_000, maxBytes = 65_536 } = options;
  const isExempt = (host: string, port: string): boolean =>
    allowedHosts.includes(host) || allowedHosts.includes(`${host}:${port}`);
  const isAllowedHost = (url: URL): boolean => isExempt(bare(url.hostname), portOf(url));
  const agent = new Agent({
    connect: guardedConnect({ timeout: connectTimeout, isExempt, resolve: options.resolve }),
    // A connection serves one request: none outlives the check of its address.
    pipelining: 0,
    maxHeaderSize: 16_384,
  });

  return {
    isAllowedHost,
    async request({ method, url: address, headers = {}, body }) {
      const url = checkUrl(address, isAllowedHost);
      const signal = AbortSignal.timeout(timeout);
      try {
        const answer = await agent.request({
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
        };
      } catch (error) {
        throw unavailable(url.host, reasonOf(error, signal));
      }
    },
    close: () => agent.destroy(),
  };
}

/** Parses an address and refuses what is not https on port 443 without user and password. */
function checkUrl(address: string, isAllowedHost: (url: URL) => boolean): URL {
  if (!URL.canParse(address)) throw unavailable('address', 'is no URL');
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) throw unavailable('address', 'is not https');
  if (url.username !== '' || url.password !== '') throw unavailable(url.host, 'the address holds a user or password');
  if (isAllowedHost(url)) return url;
  if (url.protocol !== 'https:') throw unavailable(url.host, 'the address is not https');
  if (url.port !== '') throw unavailable(url.host, 'the port is not 443');
  return url;
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

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
const portOf = (url: URL): string => (url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80');
