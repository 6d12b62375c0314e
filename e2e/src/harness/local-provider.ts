import { createServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { Certificate } from './certificate.ts';
import { listen, shut } from './listen.ts';

/** A service on this machine that one can connect to by an API key. */
export interface LocalProvider {
  readonly port: number;
  /** Address that answers to a good key: one that starts with `good`. A key with `slow` in it takes a while. */
  readonly address: string;
  close(): Promise<void>;
}

/** Milliseconds that a slow answer takes. */
const slowness = 1_500;

/** Starts the service on a free port. */
export async function startLocalProvider({ key, cert }: Certificate): Promise<LocalProvider> {
  const server = createServer({ key, cert }, (request, response) => {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const status = request.url === '/me' ? (given.startsWith('good') ? 200 : 401) : 500;
    const delay = given.includes('slow') ? slowness : 0;
    void wait(delay).then(() => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'));
  });
  const port = await listen(server);
  return { port, address: `https://127.0.0.1:${port}/me`, close: () => shut(server) };
}
