import { hash, randomBytes } from 'node:crypto';
import type { EmbedError, JodooAttempt, RedeemAnswer } from '@inlay/shared';
import type { LightMyRequestResponse } from 'fastify';
import type { IntegrationApp } from '../../src/demo/jodoo/apps.ts';
import { people } from '../../src/demo/jodoo/people.ts';
import type { PersonName } from '../../src/demo/jodoo/people.ts';
import type { TestApp } from '../support/app.ts';
import type { TestBrowser, Visit } from '../support/browser.ts';
import type { TestJodoo } from '../support/jodoo.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

export const origin = 'https://inlay.test';
export const frameOrigin = 'https://www.jodoo.test';

/** A partner whose customer has an integration app, with Mara mapped. */
export interface JodooPartner extends Partner {
  readonly apiKey: string;
  readonly app: IntegrationApp;
  readonly integration: string;
  /** Member that Mara is. */
  readonly memberId: string;
  /** Mapping of Mara. */
  readonly mapping: string;
  /** `https://inlay.test/jodoo/<integration>/<page>`. */
  readonly url: (page: string, query?: Readonly<Record<string, string>>) => string;
}

/** Sets up a partner with an integration at a Jodoo that runs locally, by the partner API alone. */
export async function createJodooPartner(
  test: TestApp,
  jodoo: TestJodoo,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<JodooPartner> {
  const partner = await createPartner(test);
  const { apiKey, vendor } = partner.vendor;
  const app = jodoo.jodoo.addApp({ homePage: `${origin}/`, trustedDomains: 'inlay.test' });
  const made = await test.api(apiKey, 'POST', '/api/v1/jodoo-integrations', {
    ...soundIntegration(partner.customer.id, jodoo, app),
    ...changes,
  });
  const { id: integration, urls } = made.json<{ id: string; urls: { home: string } }>();
  app.homePage = urls.home;
  const member = await test.accounts.member(vendor.id, partner.customer.id, { name: 'Mara' });
  const mapping = await map(test, apiKey, integration, 'mara', member.id);
  const url = (page: string, query: Readonly<Record<string, string>> = {}): string => {
    const text = new URLSearchParams(query).toString();
    return `${origin}/jodoo/${integration}/${page}${text === '' ? '' : `?${text}`}`;
  };
  return { ...partner, apiKey, app, integration, memberId: member.id, mapping, url };
}

/** What is stated of an integration that works. */
export function soundIntegration(customer: string, jodoo: TestJodoo, app: IntegrationApp): Record<string, unknown> {
  return {
    customer,
    name: 'Harbor & Pine',
    suiteId: app.suiteId,
    suiteSecret: app.suiteSecret,
    authorizationUrl: jodoo.authorizationUrl,
    apiBase: jodoo.origin,
    trustedDomains: 'inlay.test,partner.test',
    frameOrigins: [frameOrigin],
  };
}

/** Maps a person; answers the id of the mapping. */
export async function map(
  test: TestApp,
  apiKey: string,
  integration: string,
  person: PersonName,
  member: string,
): Promise<string> {
  const { tenant, username } = people[person];
  const body = { integration, tenantId: tenant.id, username, member };
  return (await test.api(apiKey, 'POST', '/api/v1/jodoo-members', body)).json<{ id: string }>().id;
}

/** The ticket of the address that a visit ended at or was sent to. */
export function ticketOf(browser: TestBrowser): string {
  return browser.way.at(-1)?.hash.slice(1) ?? '';
}

/** How many answers have each status. */
export function tally(answers: readonly { readonly statusCode: number }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  return counts;
}

/** The code of a page that refuses. */
export function codeOf({ text }: Pick<Visit, 'text'>): string | undefined {
  return /data-code="([a-z_]+)"/.exec(text)?.[1];
}

/** Asks as the frame's own page does. */
export function ask(
  { app }: TestApp,
  url: string,
  payload: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> {
  const fromOurs = { origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
  return app.inject({
    method: 'POST',
    url: new URL(url, origin).pathname,
    payload,
    headers: { ...fromOurs, ...headers },
  });
}

/** Opens a session with a ticket. */
export async function enter(test: TestApp, partner: JodooPartner, ticket: string): Promise<RedeemAnswer> {
  const answer = await ask(test, partner.url('enter'), { ticket });
  if (answer.statusCode !== 200) throw new Error(`entering was answered ${answer.statusCode} ${answer.body}`);
  return answer.json<RedeemAnswer>();
}

/** The status and code with which a session's token is answered. */
export async function sessionStatus({ app }: TestApp, { sessionToken }: RedeemAnswer): Promise<string> {
  const answer = await app.inject({ url: '/embed/v1/session', headers: { authorization: `Bearer ${sessionToken}` } });
  return answer.statusCode === 200 ? 'open' : answer.json<{ error: EmbedError }>().error.code;
}

/** An attempt as a frame begins it. */
export interface FrameAttempt {
  readonly id: string;
  readonly verifier: string;
  readonly begun: LightMyRequestResponse;
  /** Takes up what came of it. */
  takeUp(on?: TestApp, verifier?: string): Promise<LightMyRequestResponse>;
}

/** Begins an attempt. */
export async function beginAttempt(test: TestApp, partner: JodooPartner, path?: string): Promise<FrameAttempt> {
  const id = randomBytes(16).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const challenge = hash('sha256', verifier, 'base64url');
  const begun = await ask(test, partner.url('attempts'), { id, challenge, ...(path === undefined ? {} : { path }) });
  return {
    id,
    verifier,
    begun,
    takeUp: (on = test, own = verifier) => ask(on, partner.url(`attempts/${id}/session`), { verifier: own }),
  };
}

/** Sets out to Jodoo and stops before its door; answers the state. */
export async function setOut(
  browser: TestBrowser,
  jodoo: TestJodoo,
  address: string,
  from: 'frame' | 'address' | 'site' = 'site',
  headers: Readonly<Record<string, string>> = {},
): Promise<URLSearchParams> {
  await browser.visit(address, from, { stopAt: jodoo.authorizationUrl, headers });
  return browser.way.at(-1)?.searchParams ?? new URLSearchParams();
}

/** What a pending attempt is answered with. */
export type Pending = JodooAttempt;
