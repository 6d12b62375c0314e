import { randomBytes } from 'node:crypto';
import type { EmbedAuthorization, EmbedError } from '@inlay/shared';
import type { OAuthEntry } from '../../../src/connections/oauth-entry.ts';
import type { ConnectionRow } from '../../../src/database/schema.ts';
import type { TestApp } from '../../support/app.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { openBrowser } from '../../support/browser.ts';
import type { TestBrowser, Visit } from '../../support/browser.ts';
import { openFrame } from '../../support/frame.ts';
import type { FrameAnswer, TestFrame } from '../../support/frame.ts';
import { createPartner } from '../../support/partner.ts';
import type { Partner } from '../../support/partner.ts';

export const origin = 'https://inlay.test';
export const callbackUrl = `${origin}/oauth/callback/login`;

/** What the embed API says of an authorization, or why not. */
export type Answer = FrameAnswer<EmbedAuthorization & { error: EmbedError | null }>;

/** A partner whose vendor registered a client at the provider, and a frame of its customer. */
export interface OAuthPartner extends Partner {
  readonly frame: TestFrame;
}

/** The entry `login` under other ids, for tests with several providers. */
export function withId(entry: OAuthEntry, id: string): OAuthEntry {
  return { ...entry, id, name: `Login ${id}` };
}

/** Sets up a partner for the providers `ids` of `login`. */
export async function createOAuthPartner(
  test: TestApp,
  login: AuthorizationServer,
  ids: readonly string[] = ['login'],
): Promise<OAuthPartner> {
  const partner = await createPartner(test);
  for (const id of ids) {
    const { clientId, clientSecret } = login;
    const answer = await test.api(partner.vendor.apiKey, 'PUT', `/api/v1/providers/${id}`, { clientId, clientSecret });
    if (answer.statusCode !== 200) throw new Error(`${id} was not configured: ${answer.body}`);
  }
  return { ...partner, frame: await openFrame(test, partner) };
}

/** An id as the frame makes it. */
export const newFlowId = (): string => randomBytes(16).toString('base64url');
export const startUrl = (id: string): string => `${origin}/oauth/start/${id}`;
export const outcomeUrl = (id: string): string => `${origin}/oauth/outcome/${id}`;

/** Begins an authorization as the frame does. */
export async function begin(frame: TestFrame, request: object = { provider: 'login' }): Promise<string> {
  const id = newFlowId();
  const answer = await frame.post<Answer['body']>('/authorizations', { id, ...request });
  if (answer.status !== 201) throw new Error(`not begun: ${answer.text}`);
  return id;
}

/** How far an authorization is. */
export const statusOf = async (frame: TestFrame, id: string): Promise<EmbedAuthorization> =>
  (await frame.get<EmbedAuthorization>(`/authorizations/${id}`)).body;

/** Opens the window and goes as far as the way back to us: the address with the code, not yet visited. */
export async function goToCallback(browser: TestBrowser, id: string): Promise<URL> {
  await browser.visit(startUrl(id), 'frame', { stopAt: callbackUrl });
  const last = browser.way.at(-1);
  if (last === undefined || !last.href.startsWith(callbackUrl)) throw new Error('did not come back');
  return last;
}

/** The whole of it in one browser. */
export async function connect(test: TestApp, frame: TestFrame, request?: object): Promise<{ id: string; end: Visit }> {
  const id = await begin(frame, request);
  return { id, end: await openBrowser(() => test).visit(startUrl(id), 'frame') };
}

/** Every connection of a customer, as it is stored. */
export const rowsOf = ({ services }: TestApp, customerId: string): Promise<ConnectionRow[]> =>
  services.database.selectFrom('connections').selectAll().where('customer_id', '=', customerId).orderBy('id').execute();
