import { request } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { TestApp } from './app.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A client of a server that listens on loopback. */
export interface HttpClient {
  /** Navigates as a browser does. */
  get(path: string, headers?: OutgoingHttpHeaders, method?: string): Promise<HttpAnswer>;
  post(path: string, body: unknown, headers?: OutgoingHttpHeaders): Promise<HttpAnswer>;
}

/** Lets the server listen on a free port and answers a client of it; the server's `close` ends it. */
export async function listen({ app }: TestApp): Promise<HttpClient> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    get: (path, headers = {}, method = 'GET') => send(port, method, path, { accept: 'text/html', ...headers }),
    post: (path, body, headers = {}) =>
      send(port, 'POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body)),
  };
}

function send(
  port: number,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
