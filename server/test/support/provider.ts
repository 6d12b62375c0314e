import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { KeyEntry } from '../../src/connections/provider-entry.ts';

/** A provider that runs on loopback and checks credentials for real. */
export interface TestProvider {
  /** `127.0.0.1:port`, for `INLAY_OUTBOUND_ALLOWED_HOSTS`. */
  readonly host: string;
  /** Its entry in a catalogue: id `acme`, one secret field `apiKey` and one open field `team`. */
  readonly entry: KeyEntry;
  /** Good keys, and the account each belongs to. */
  readonly keys: Map<string, { readonly id: string | number; readonly email: string }>;
  /** Every `Authorization` header that came, `undefined` where there was none. */
  readonly seen: (string | undefined)[];
  /** Answers instead of the check, until set back to `undefined`. */
  behave(handler: RequestListener | undefined): void;
  /** Holds answers back until the function it returns is called. */
  hold(): () => void;
  /** Forgets keys, what was seen and how to behave. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts the provider on a free port. */
export async function startProvider(): Promise<TestProvider> {
  const keys: TestProvider['keys'] = new Map();
  const seen: (string | undefined)[] = [];
  let handler: RequestListener | undefined;
  let gate: Promise<void> = Promise.resolve();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    seen.push(request.headers.authorization);
    if (handler !== undefined) return handler(request, response);
    await gate;
    const { authorization = '' } = request.headers;
    const [user, password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    const key = authorization.startsWith('Basic ') ? `${user}/${password}` : authorization.replace(/^Bearer /, '');
    const account = keys.get(key);
    response.writeHead(account === undefined ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(account === undefined ? { error: `no such key: ${key}` } : { user: account }));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    host,
    keys,
    seen,
    entry: {
      id: 'acme',
      name: 'Acme',
      kind: 'api_key',
      description: 'A provider that runs on this machine.',
      initials: 'Ac',
      hue: 10,
      fields: [
        { name: 'team', label: 'Team', type: 'text', required: false, secret: false, maxLength: 20 },
        {
          name: 'apiKey',
          label: 'API key',
          type: 'password',
          required: true,
          secret: true,
          pattern: '[a-z0-9\\-]+',
          maxLength: 40,
        },
      ],
      verification: {
        method: 'GET',
        url: `http://${host}/me`,
        auth: { scheme: 'bearer', token: '{apiKey}' },
        accepted: [200],
        refused: [401, 403],
      },
      account: { proof: 'answer', id: ['/user/id'], label: ['/user/email'] },
    },
    behave(next) {
      handler = next;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    reset() {
      keys.clear();
      seen.length = 0;
      handler = undefined;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
