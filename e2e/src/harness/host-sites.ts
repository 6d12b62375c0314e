import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Certificate } from './certificate.ts';
import { listen, shut } from './listen.ts';

/** What a site answers: a page, a script or JSON. */
export interface Answer {
  readonly status?: number;
  readonly type: 'text/html' | 'text/javascript' | 'text/css' | 'application/json';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one path of one site. */
export type Handler = (request: IncomingMessage) => Answer | Promise<Answer>;

/** Sites of others, each a host name of its own, on one port and over HTTPS. */
export interface HostSites {
  readonly port: number;
  origin(host: string): string;
  /** Serves `path` of `host` and answers the address. */
  serve(host: string, path: string, handler: Handler): string;
  /** A path that no site has yet. */
  freePath(): string;
  close(): Promise<void>;
}

/** Starts the sites, without any page. */
export async function startHostSites({ key, cert }: Certificate): Promise<HostSites> {
  const handlers = new Map<string, Handler>();
  let paths = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, hostname } = new URL(request.url ?? '', `https://${request.headers.host}`);
    const handler = handlers.get(`${hostname}${pathname}`);
    if (handler === undefined) return void response.writeHead(404).end();
    const { status = 200, type, body, headers = {} } = await handler(request);
    const contentType = `${type}; charset=utf-8`;
    response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', ...headers }).end(body);
  }

  const server = createServer({ key, cert }, (request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const port = await listen(server);
  return {
    port,
    origin: (host) => `https://${host}:${port}`,
    serve(host, path, handler) {
      handlers.set(`${host}${path}`, handler);
      return `https://${host}:${port}${path}`;
    },
    freePath: () => `/page-${(paths += 1)}`,
    close: () => shut(server),
  };
}
