import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** What a client saw of one request: an answer, or why there was none. */
export type Seen =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly text: string;
      readonly ms: number;
    }
  | { readonly kind: 'timeout' | 'unreachable'; readonly ms: number };

/** A request to one instance. */
export interface Question {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds until the client gives up; default 8,000. */
  readonly patience?: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Asks once and never throws. A connection that the server closed while it was idle is not the server's failure. */
export async function ask(question: Question): Promise<Seen> {
  const first = await askOnce(question);
  return first.kind === 'stale' ? plain(await askOnce(question)) : first;
}

function plain(seen: Seen | Stale): Seen {
  return seen.kind === 'stale' ? { ...seen, kind: 'unreachable' } : seen;
}

interface Stale {
  readonly kind: 'stale';
  readonly ms: number;
}

function askOnce({
  port,
  method = 'GET',
  path,
  headers = {},
  body,
  patience = 8_000,
}: Question): Promise<Seen | Stale> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const content =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, agent, headers: { ...content, ...headers } });
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout', ms: elapsed() });
      outgoing.destroy();
    }, patience);
    const fail = (): void => {
      clearTimeout(timer);
      // RFC 9112, 9.3.1: a client may repeat a request on a kept connection that was closed before any answer began.
      resolve({ kind: outgoing.reusedSocket && elapsed() < 20 ? 'stale' : 'unreachable', ms: elapsed() });
    };
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (received += chunk));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({
          kind: 'answer',
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: received,
          ms: elapsed(),
        });
      });
    });
    outgoing.end(text);
  });
}

/** The code of a refusal, of whatever form; of an answer without one, its status. */
export function codeOf({ status, text }: Extract<Seen, { kind: 'answer' }>): string {
  const found = /"code":"([a-z_]+)"/.exec(text) ?? /data-code="([a-z_]+)"/.exec(text);
  return found?.[1] ?? `status ${status}`;
}
