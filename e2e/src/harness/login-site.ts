import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { Provider } from 'oidc-provider';
import type { Certificate } from './certificate.ts';
import { listen, shut } from './listen.ts';

/** A site where people log in and allow access: a real authorization server, on an origin of its own. */
export interface LoginSite {
  readonly port: number;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** When it last led a browser back, in milliseconds since 1970. */
  readonly ledBackAt: () => number;
  /** How often a code or a refresh token was to be exchanged. */
  readonly exchanges: () => number;
  /** Whether its pages cut the tie to the window that opened them, as those of some providers do. */
  hide(hidden: boolean): void;
  /** Answers instead of the site itself, until called with nothing; a handler says whether it did. */
  behave(handler?: (request: IncomingMessage, response: ServerResponse) => boolean): void;
  close(): Promise<void>;
}

/** The provider of the catalogue that the site is. */
export const loginProvider = { id: 'generic-oidc', name: 'Any OpenID provider' } as const;

const clientId = 'inlay';
const clientSecret = 'secret-of-inlay-at-the-login-site';

/** Starts the site on a free port; `redirectUri` is its one client's. */
export async function startLoginSite({ key, cert }: Certificate, redirectUri: string): Promise<LoginSite> {
  let pass: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  let behaviour: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  let isHidden = false;
  let ledBackAt = 0;
  let exchanges = 0;

  const server = createServer({ key, cert }, (request, response) => {
    if (isHidden) response.setHeader('cross-origin-opener-policy', 'same-origin');
    if (request.url === '/token') exchanges += 1;
    if (behaviour?.(request, response) === true) return;
    response.once('finish', () => {
      if (String(response.getHeader('location')).startsWith(redirectUri)) ledBackAt = Date.now();
    });
    if (request.url?.startsWith('/interaction/')) {
      interact(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    } else {
      pass(request, response);
    }
  });
  const port = await listen(server);
  const issuer = `https://127.0.0.1:${port}`;
  const provider = makeProvider(issuer, redirectUri);
  pass = provider.callback();

  /** One page for everything: as whom, or not at all. Whoever logged in has allowed access, too. */
  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session, uid } = await provider.interactionDetails(request, response);
    const finish = (result: Parameters<typeof provider.interactionFinished>[2]): Promise<void> =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    if (prompt.name === 'consent') {
      const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId });
      grant.addOIDCScope(String(params['scope']));
      return finish({ consent: { grantId: await grant.save() } });
    }
    const answer = new URL(request.url ?? '', issuer).searchParams.get('as');
    if (answer === 'nobody') return finish({ error: 'access_denied' });
    if (answer !== null) return finish({ login: { accountId: answer } });
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(loginPage(uid));
  }

  return {
    port,
    issuer,
    clientId,
    clientSecret,
    ledBackAt: () => ledBackAt,
    exchanges: () => exchanges,
    hide: (hidden) => void (isHidden = hidden),
    behave: (handler) => void (behaviour = handler),
    close: () => shut(server),
  };
}

function loginPage(uid: string): string {
  const link = (who: string, words: string): string => `<p><a href="/interaction/${uid}?as=${who}">${words}</a></p>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Log in</title>
<link rel="icon" href="data:,">
<h1>Log in</h1>
${link('ada', 'Go on as Ada')}
${link('grace', 'Go on as Grace')}
${link('nobody', 'Do not allow')}
<output id="opener"></output>
</html>`;
}

function makeProvider(issuer: string, redirectUri: string): Provider {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
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
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, email: `${sub}@login.example` }) }),
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 3_600, Grant: 86_400, IdToken: 3_600, Interaction: 600, RefreshToken: 86_400, Session: 3_600 },
    cookies: { keys: ['of the tests alone'] },
  });
}
