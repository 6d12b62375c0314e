import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import type { OAuthEntry } from '../../src/connections/oauth-entry.ts';

/** What an account has handed out, as the token endpoint would say it. */
export interface HandedOut {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Requests that are held back. */
export interface Hold {
  /** Resolves when the first is here. */
  readonly arrived: Promise<void>;
  release(): void;
  /** Forgets those that were held `before`: the server never looks at them. */
  drop(): void;
}

/** A real authorization server on loopback. It rotates refresh tokens, and ends a whole grant when an old one is used again. */
export interface AuthorizationServer {
  readonly issuer: string;
  /** `127.0.0.1:port`, for `INLAY_OUTBOUND_ALLOWED_HOSTS`. */
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Its entry in a catalogue, by discovery: id `login`. */
  readonly entry: OAuthEntry;
  /** Requests that were answered, by path; `/token` is the token endpoint. */
  readonly seen: Map<string, number>;
  /** Seconds that access tokens made from now on live. */
  lifetime: number;
  /** Whether a refresh brings a new refresh token. */
  rotates: boolean;
  /** As whom people log in from now on, and what they answer when they are asked. */
  account: string;
  consent: 'allow' | 'deny';
  /** Parameters of every request to the token endpoint that was granted. */
  readonly granted: readonly Readonly<Record<string, unknown>>[];
  /** Hands out tokens to an account, as the end of an authorization does. */
  grant(accountId: string): Promise<HandedOut>;
  /** Whether a refresh token would be taken now. */
  isGood(refreshToken: string): Promise<boolean>;
  /** Answers instead of the server itself, until set back to `undefined`. */
  behave(handler: RequestListener | undefined): void;
  /** Holds requests to the token endpoint back `before` it looks at them, or their answers `after` it did, until released. */
  hold(when: 'before' | 'after'): Hold;
  close(): Promise<void>;
}

/** How the server behaves from now on. */
type Behaviour = Pick<AuthorizationServer, 'lifetime' | 'rotates' | 'account' | 'consent'>;

const clientId = 'inlay';
const clientSecret = 'secret-of-inlay-at-login';
const scope = 'openid email offline_access';

/** Starts the server on a free port. `redirectUris` are those of the client. */
export async function startAuthorizationServer(
  redirectUris: readonly string[] = ['https://inlay.test/oauth/callback/login'],
): Promise<AuthorizationServer> {
  let listener: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) =>
    response.writeHead(503).end();
  let handler: RequestListener | undefined;
  const gates: Record<'before' | 'after', Gate | undefined> = { before: undefined, after: undefined };
  const seen = new Map<string, number>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    seen.set(path, (seen.get(path) ?? 0) + 1);
    if (handler !== undefined) return handler(request, response);
    if (path.startsWith('/interaction/')) return interact(request, response);
    if (path === '/token') {
      if ((await gates.before?.pass()) === 'drop') return;
      const { after } = gates;
      if (after !== undefined) holdAnswer(response, after);
    }
    listener(request, response);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const issuer = `http://${host}`;
  const granted: Record<string, unknown>[] = [];
  const state: Behaviour = { lifetime: 3_600, rotates: true, account: 'ada', consent: 'allow' };
  const provider = makeProvider(issuer, redirectUris, state);
  provider.on('grant.success', ({ oidc }) => void granted.push({ ...oidc.params }));
  listener = provider.callback();

  /** The page on which a person logs in and consents: this one does at once what it is told to. */
  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
    const finish = (result: InteractionResults): Promise<void> =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    if (state.consent === 'deny') return finish({ error: 'access_denied', error_description: 'the person said no' });
    if (prompt.name === 'login') return finish({ login: { accountId: state.account } });
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const grant = known ?? new provider.Grant({ accountId: session?.accountId ?? state.account, clientId });
    grant.addOIDCScope(String(params['scope']));
    return finish({ consent: { grantId: await grant.save() } });
  }

  return Object.assign(state, {
    issuer,
    host,
    clientId,
    clientSecret,
    seen,
    granted,
    entry: entryOf(issuer),
    async grant(accountId: string) {
      const client = await provider.Client.find(clientId);
      if (client === undefined) throw new TypeError('the client is not there');
      const grant = new provider.Grant({ accountId, clientId });
      grant.addOIDCScope(scope);
      const grantId = await grant.save();
      const of = { client, accountId, grantId, scope, gty: 'authorization_code' };
      const refresh = new provider.RefreshToken({ ...of, expiresWithSession: false, rotations: 0 });
      const access = new provider.AccessToken({ ...of, expiresWithSession: false });
      return { refreshToken: await refresh.save(), accessToken: await access.save() };
    },
    async isGood(refreshToken: string) {
      return (await provider.RefreshToken.find(refreshToken))?.isValid === true;
    },
    behave(next: RequestListener | undefined) {
      handler = next;
    },
    hold(when: 'before' | 'after') {
      const gate = makeGate();
      gates[when] = gate;
      return {
        arrived: gate.arrived,
        release() {
          gates[when] = undefined;
          gate.open('pass');
        },
        drop() {
          gates[when] = undefined;
          gate.open('drop');
        },
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

function makeProvider(issuer: string, redirectUris: readonly string[], state: Behaviour): Provider {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [{ ...key, kid: 'login', use: 'sig', alg: 'RS256' }] },
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'offline_access', 'email'],
    pkce: { required: () => true },
    features: { revocation: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@login.test` }) }),
    rotateRefreshToken: () => state.rotates,
    issueRefreshToken: () => true,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: () => state.lifetime,
      Grant: 86_400,
      IdToken: 3_600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 3_600,
    },
    cookies: { keys: ['of the test alone'] },
  });
  return provider;
}

function entryOf(issuer: string): OAuthEntry {
  return {
    id: 'login',
    name: 'Login',
    kind: 'oauth2',
    description: 'An authorization server that runs on this machine.',
    initials: 'Lo',
    hue: 120,
    fields: [],
    oauth: {
      issuer,
      discovery: true,
      scopes: ['email'],
      identityScopes: ['openid', 'offline_access'],
      authorizationParams: { prompt: 'consent' },
      pkce: 'S256',
      tokenAuth: 'client_secret_basic',
      refresh: 'rotating',
      account: { from: 'id_token', id: ['/sub'], label: ['/email', '/sub'] },
    },
  };
}

interface Gate {
  readonly arrived: Promise<void>;
  pass(): Promise<'pass' | 'drop'>;
  open(how: 'pass' | 'drop'): void;
}

function makeGate(): Gate {
  const arrival = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<'pass' | 'drop'>();
  return {
    arrived: arrival.promise,
    pass() {
      arrival.resolve();
      return opening.promise;
    },
    open: opening.resolve,
  };
}

/** Lets the server do its work, and keeps what it says. */
function holdAnswer(response: ServerResponse, gate: Gate): void {
  const end = response.end.bind(response);
  response.end = (body?: unknown) => {
    void gate.pass().then(() => end(body));
    return response;
  };
}
