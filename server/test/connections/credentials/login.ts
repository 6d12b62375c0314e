import { credentialsRow } from '../../../src/crypto/sealed-columns.ts';
import { createConnectionStore } from '../../../src/connections/connection-store.ts';
import { shellRow } from '../../../src/connections/connection-rows.ts';
import { sealTokens } from '../../../src/connections/credentials/stored.ts';
import { tokenColumns } from '../../../src/connections/credentials/token-columns.ts';
import type { TokenSet } from '../../../src/connections/oauth/token-set.ts';
import type { ConnectionRow } from '../../../src/database/schema.ts';
import type { TestApp } from '../../support/app.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import type { Partner } from '../../support/partner.ts';

/** Options of a server that may call `login`. */
export function withLogin(login: AuthorizationServer) {
  return { extraProviders: [login.entry], environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host } };
}

/** Has the partner set the provider up. */
export async function setUpLogin(test: TestApp, partner: Partner, login: AuthorizationServer): Promise<void> {
  const { clientId, clientSecret } = login;
  const answer = await test.api(partner.vendor.apiKey, 'PUT', '/api/v1/providers/login', { clientId, clientSecret });
  if (answer.statusCode !== 200) throw new Error(`login could not be set up: ${answer.body}`);
}

/** Connects an account as the end of an authorization does. Its access token ends in `seconds`; default: half a minute. */
export async function connectLogin(
  test: TestApp,
  partner: Partner,
  login: AuthorizationServer,
  options: { seconds?: number | null; tokens?: Partial<TokenSet>; provider?: string } = {},
): Promise<{ readonly id: string; readonly tokens: TokenSet }> {
  const { seconds = 30, tokens = {}, provider = 'login' } = options;
  const { services, clock } = test;
  const { id: customerId, vendor_id: vendorId } = partner.customer;
  const now = clock.now();
  const shell = shellRow({ vendorId, customerId, provider, externalId: null }, now);
  const held: TokenSet = {
    ...(await login.grant('ann')),
    tokenType: 'Bearer',
    expiresAt: seconds === null ? null : now + seconds * 1000,
    scopes: ['openid', 'email', 'offline_access'],
    idToken: null,
    fields: { instance: 'eu-1' },
    ...tokens,
  };
  const row: ConnectionRow = {
    ...shell,
    ...tokenColumns(held, now),
    status: 'connected',
    account_id: 'ann',
    account_label: 'ann@login.test',
    connected_at: now,
    sealed_credentials: await sealTokens(services.vault, shell.id, held),
  };
  await createConnectionStore(services.database).insert(row);
  return { id: row.id, tokens: held };
}

/** The row as it stands. */
export function rowOf({ services }: TestApp, id: string): Promise<ConnectionRow> {
  return services.database.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The tokens as they are kept. */
export async function tokensOf(test: TestApp, id: string): Promise<TokenSet> {
  const { sealed_credentials: sealed } = await rowOf(test, id);
  const text = await test.services.vault.open(sealed ?? '', credentialsRow(id));
  return (JSON.parse(text) as { oauth: TokenSet }).oauth;
}

/** What was told of a connection's status, in its order. */
export async function statusesOf({ services }: TestApp, id: string): Promise<string[]> {
  const rows = await services.database.selectFrom('connection_events').selectAll().orderBy('id').execute();
  return rows.flatMap(({ payload }) => {
    const told = JSON.parse(payload) as { id: string; status: string; error?: string };
    return told.id === id ? [told.error === undefined ? told.status : `${told.status} ${told.error}`] : [];
  });
}

/** What the audit has of a connection: action, outcome, code and actor. */
export async function auditOf({ services }: TestApp, id: string): Promise<(string | null)[][]> {
  await services.audit.flush();
  const rows = await services.database
    .selectFrom('audit_events')
    .selectAll()
    .where('target', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ action, outcome, code, actor }) => [action, outcome, code, actor.replace(/:.*/, '')]);
}
