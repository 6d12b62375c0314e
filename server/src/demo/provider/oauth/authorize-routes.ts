import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { pageOf } from '../../website.ts';
import { calendarAccounts } from '../accounts.ts';
import type { RegisteredClient } from './client.ts';
import type { Grants } from './grants.ts';

/** An authorization request while its person looks at it (RFC 6749 §4.1.1). */
interface Pending {
  readonly state: string | undefined;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly until: number;
}

type Fields = Readonly<Partial<Record<string, string>>>;

/** Milliseconds that a person has. */
const patience = 10 * 60_000;
/** What each scope allows, as it is said to a person. */
const permissions: Readonly<Record<string, string>> = {
  'calendar.read': 'See your calendars and the delivery slots in them',
  'calendar.write': 'Add and move delivery slots',
};

/**
 * The authorization endpoint: choosing an account, allowing or not. The pages hold a number that is known to nobody else
 * and good for one answer, so no other site can answer in a person's name.
 */
export function authorizeRoutes(app: FastifyInstance, client: RegisteredClient, grants: Grants, issuer: string): void {
  const pending = new Map<string, Pending>();
  const html = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page);

  function signInPage(request: string): string {
    const [first, second] = calendarAccounts;
    return pageOf(
      { page: 'provider/oauth.html', content: 'provider/sign-in.html' },
      {
        title: 'Sign in',
        client: client.name,
        request,
        firstId: first.id,
        firstName: first.name,
        firstEmail: first.email,
        firstInitials: first.initials,
        secondId: second.id,
        secondName: second.name,
        secondEmail: second.email,
        secondInitials: second.initials,
      },
    );
  }

  function faultPage(reply: FastifyReply, fault: string): FastifyReply {
    const values = { title: 'This request cannot be answered', fault };
    return html(reply.code(400), pageOf({ page: 'provider/oauth.html', content: 'provider/fault.html' }, values));
  }

  /** Back to the app with `answer`; `iss` says who answers (RFC 9207). */
  function goBack(
    reply: FastifyReply,
    state: string | undefined,
    answer: Readonly<Record<string, string>>,
  ): FastifyReply {
    const address = new URL(client.redirectUri);
    const parameters = { ...answer, ...(state === undefined ? {} : { state }), iss: issuer };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return reply.redirect(address.href, 303);
  }

  /** The request that a page answers, for as long as it is waited for. */
  function find({ request = '' }: Fields): Pending | undefined {
    const found = pending.get(request);
    return found !== undefined && Date.now() < found.until ? found : undefined;
  }

  app.get<{ Querystring: Fields }>('/oauth/authorize', (request, reply) => {
    const { client_id, redirect_uri, response_type, scope = '', state, code_challenge = '' } = request.query;
    // Who asks, and where the answer goes, is checked before anything is answered there (RFC 6749 §4.1.2.1).
    if (client_id !== client.id) return faultPage(reply, 'No app of this name is registered at Acme.');
    if (redirect_uri !== client.redirectUri) return faultPage(reply, 'The app is not registered with this address.');
    if (response_type !== 'code') return goBack(reply, state, { error: 'unsupported_response_type' });
    const known = scope.split(' ').every((one) => Object.hasOwn(permissions, one));
    if (!known) return goBack(reply, state, { error: 'invalid_scope' });
    if (request.query['code_challenge_method'] !== 'S256' || !/^[\w-]{43}$/.test(code_challenge)) {
      return goBack(reply, state, { error: 'invalid_request', error_description: 'PKCE by S256 is asked for' });
    }
    for (const [old, { until }] of pending) if (Date.now() >= until) pending.delete(old);
    const id = randomBytes(24).toString('base64url');
    pending.set(id, { state, scope, codeChallenge: code_challenge, until: Date.now() + patience });
    return html(reply, signInPage(id));
  });

  app.post<{ Body: Fields }>('/oauth/consent', (request, reply) => {
    const { request: id = '', account: chosen } = request.body;
    const found = find(request.body);
    if (found === undefined) return faultPage(reply, 'This page is too old. Start again where you came from.');
    const account = calendarAccounts.find((one) => one.id === chosen);
    if (account === undefined) return html(reply, signInPage(id));
    const [first = '', second = ''] = found.scope.split(' ').map((one) => permissions[one] ?? '');
    return html(
      reply,
      pageOf(
        { page: 'provider/oauth.html', content: 'provider/consent.html' },
        {
          title: `Allow ${client.name}?`,
          client: client.name,
          request: id,
          account: account.id,
          email: account.email,
          initials: account.initials,
          first,
          second,
        },
      ),
    );
  });

  app.post<{ Body: Fields }>('/oauth/decision', (request, reply) => {
    const { request: id = '', account, decision } = request.body;
    const found = find(request.body);
    pending.delete(id);
    if (found === undefined) return faultPage(reply, 'This page is too old. Start again where you came from.');
    const { state, scope, codeChallenge } = found;
    const isKnown = calendarAccounts.some((one) => one.id === account);
    if (decision !== 'allow' || account === undefined || !isKnown)
      return goBack(reply, state, { error: 'access_denied' });
    const code = grants.issueCode({ account, scope, codeChallenge, redirectUri: client.redirectUri });
    return goBack(reply, state, { code });
  });
}
