import { request as forward } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Certificate } from './certificate.ts';
import { listen, shut } from './listen.ts';

/** A request as it came to the proxy, and how it was answered. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query, as they were asked for. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` while it is not answered. */
  status: number | undefined;
  /** What the server behind the proxy has answered so far, as text. */
  readonly answer: () => string;
}

/** Takes a request in place of the server behind the proxy; says whether it did. */
export type Interception = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What stands before a server that speaks plain HTTP, as in production: ends TLS and passes everything on as it comes. */
export interface TlsProxy {
  readonly port: number;
  /** Every request since the start or the last `forget`. */
  readonly seen: readonly SeenRequest[];
  forget(): void;
  /** Names the port that requests are passed on to. */
  passTo(port: number): void;
  /** Puts something between browser and server; `undefined` takes it away. */
  intercept(interception: Interception | undefined): void;
  /** Cuts every open connection, as a network that fails does. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startTlsProxy({ key, cert }: Certificate): Promise<TlsProxy> {
  let target = 0;
  let interception: Interception | undefined;
  const seen: SeenRequest[] = [];

  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    const entry: SeenRequest = {
      method: request.method ?? '',
      target: request.url ?? '',
      headers: request.headers,
      status: undefined,
      answer: () => Buffer.concat(chunks).toString(),
    };
    seen.push(entry);
    response.once('finish', () => (entry.status = response.statusCode));
    if (interception?.(request, response) !== true) pass(request, response, target, chunks);
  });
  // An event stream is silent for longer than a request may take.
  server.requestTimeout = 0;
  const port = await listen(server);

  return {
    port,
    seen,
    forget: () => void seen.splice(0),
    passTo: (next) => void (target = next),
    intercept: (next) => void (interception = next),
    cut: () => server.closeAllConnections(),
    close: () => shut(server),
  };
}

function pass(request: IncomingMessage, response: ServerResponse, port: number, answered: Buffer[]): void {
  const { method, url, headers } = request;
  const forwarded = { 'x-forwarded-for': request.socket.remoteAddress ?? '', 'x-forwarded-proto': 'https' };
  const options = { host: '127.0.0.1', port, method, path: url, headers: { ...headers, ...forwarded } };
  const upstream = forward(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    response.flushHeaders();
    answer.on('data', (chunk: Buffer) => void answered.push(chunk));
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  upstream.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
}
